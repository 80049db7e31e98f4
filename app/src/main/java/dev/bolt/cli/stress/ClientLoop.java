package dev.bolt.cli.stress;

import dev.bolt.ErrorCode;
import dev.bolt.cli.workload.OperationKind;
import dev.bolt.cli.workload.Workload;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * One client: does one operation after the other until the window ends. Confined to its thread once
 * started.
 *
 * <p>A conflict (SQLState 40001) is no error: the operation is done again, and its latency counts
 * from the first try.
 */
final class ClientLoop implements Runnable {

  private static final int MAX_TRIES = 200;
  private static final int LONGEST_RETRY_PAUSE_MILLIS = 16;
  private static final int PAUSE_AFTER_ERROR_MILLIS = 5;

  private final Workload workload;
  private final int client;
  private final ClientConnection connection;
  private final Progress progress;
  private final Recorders recorders;
  private final Consumer<WorkerMessage> parent;
  private final Window window;

  ClientLoop(
      Workload workload,
      ClientConnection connection,
      Progress progress,
      Recorders recorders,
      Consumer<WorkerMessage> parent,
      Window window) {
    this.workload = workload;
    this.client = connection.client();
    this.connection = connection;
    this.progress = progress;
    this.recorders = recorders;
    this.parent = parent;
    this.window = window;
  }

  @Override
  public void run() {
    try {
      MachineClock.sleepUntil(window.start());
      for (long sequence = 1; MachineClock.micros() < window.end(); sequence++) {
        progress.starts(client, sequence);
        operate(sequence);
        progress.finishes(client, sequence);
      }
    } catch (InterruptedException e) {
      // Nobody interrupts the thread of a client but the end of its process.
      Thread.currentThread().interrupt();
    }
  }

  private void operate(long sequence) throws InterruptedException {
    OperationKind kind = workload.kindOf(client, sequence);
    long startMicros = MachineClock.micros();
    long startNanos = System.nanoTime();
    int tries = 0;
    try {
      do {
        tries++;
      } while (!tryOnce(sequence, tries));
      progress.succeeds(client, startMicros, MachineClock.micros());
      if (window.measures(startMicros)) {
        recorders.succeeded(kind, System.nanoTime() - startNanos);
      }
    } catch (SQLException | RuntimeException e) {
      report(sequence, e);
    }
    if (tries > 1 && window.measures(startMicros)) {
      recorders.retried(kind, tries - 1L);
    }
  }

  /** Whether the operation succeeded; false says that it met a conflict and may be repeated. */
  private boolean tryOnce(long sequence, int tries) throws SQLException, InterruptedException {
    try {
      connection.open().run(sequence);
      return true;
    } catch (SQLException e) {
      if (!isConflict(e) || tries >= MAX_TRIES) {
        throw e;
      }
      int longest = Math.min(1 << Math.min(tries, 10), LONGEST_RETRY_PAUSE_MILLIS);
      Thread.sleep(ThreadLocalRandom.current().nextInt(longest));
      return false;
    }
  }

  private void report(long sequence, Exception failure) throws InterruptedException {
    // What a driver did before it failed in an unforeseen way cannot be known either.
    boolean unknown = !(failure instanceof SQLException e) || isUnknown(e);
    ErrorKind kind = ErrorKind.of(failure);
    parent.accept(new WorkerMessage.Mishap(client, sequence, unknown, kind));
    connection.closeIfBroken(failure);
    Thread.sleep(PAUSE_AFTER_ERROR_MILLIS);
  }

  private static boolean isConflict(SQLException e) {
    return ErrorCode.SERIALIZATION_FAILURE.is(e);
  }

  private static boolean isUnknown(SQLException e) {
    return ErrorCode.OUTCOME_UNKNOWN.is(e);
  }
}
