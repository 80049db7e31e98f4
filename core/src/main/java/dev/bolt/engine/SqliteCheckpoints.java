package dev.bolt.engine;

import dev.bolt.gate.Pass;
import dev.bolt.gate.WriteGate;
import dev.bolt.os.ProcessInfo;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConnection;

/**
 * Keeps SQLite's log short beside the work, so that no commit has to.
 *
 * <p>By itself SQLite writes the log into the file at the end of a commit, while those who write
 * wait. Here it is done by a connection of its own, in the process that wrote last; SQLite's own
 * lock sees to it that one does it at a time. While others write, that never reaches the end of the
 * log, which then grows; so beyond a size it is done once more inside the gate, where nobody writes
 * and next to nothing is left, and the log begins anew. A session's own automatic checkpoint is
 * only for what is left over.
 *
 * <p>Thread-safe.
 */
final class SqliteCheckpoints implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SqliteCheckpoints.class);

  /** SQLite's own threshold, in pages. */
  private static final int PAGES = 1_000;

  /** From how many pages on the log is to begin anew. */
  private static final int MANY_PAGES = 4 * PAGES;

  /** The pages at which a session does it itself: far more than are there while this works. */
  static final int AUTOMATIC_PAGES = 16 * PAGES;

  /** Checkpoints take one part in so many of the time. */
  private static final int SHARE = 4;

  /** How long to let those read on who still read the log, while all who write wait. */
  private static final int BUSY_MILLIS = 5;

  private static final Duration TURN = Duration.ofSeconds(10);

  /** How often to say who is in the way. */
  private static final long COMPLAINT_NANOS = TimeUnit.MINUTES.toNanos(1);

  /**
   * What SQLite says of its log.
   *
   * @param busy whether somebody was in the way
   * @param pages how many are in it
   * @param done how many of these are in the file
   */
  private record Log(boolean busy, int pages, int done) {}

  private final Path file;
  private final SQLiteConnection connection;
  private final Optional<WriteGate> gate;
  private final LogWatch watch = new LogWatch(this::look);

  /** Both by {@link System#nanoTime}, and of the thread. */
  private long next = System.nanoTime();

  private long complaint = next - COMPLAINT_NANOS;

  /**
   * Begins to watch.
   *
   * @param connection one of its own, which it closes
   * @param gate where those who write wait for their turn
   */
  SqliteCheckpoints(Path file, SQLiteConnection connection, Optional<WriteGate> gate)
      throws SQLException {
    this.file = file;
    this.connection = connection;
    connection.setBusyTimeout(BUSY_MILLIS);
    this.gate = gate;
  }

  /** The user decides when it is done: from now on that counts alone. */
  void leaveToUser() {
    watch.leaveToUser();
  }

  /** Something was committed. */
  void wrote() {
    watch.wrote();
  }

  private boolean look() {
    try {
      if (checkpoint("NOOP").pages() < PAGES) {
        return false;
      }
      if (System.nanoTime() - next < 0) {
        return true;
      }
      long start = System.nanoTime();
      Log log = checkpoint("PASSIVE");
      if (log.pages() >= MANY_PAGES && log.done() > 0) {
        // Much has been written while that took so long. Of the second one little is left, for
        // which
        // all who write have to wait.
        checkpoint("PASSIVE");
        log = beginAnew();
      }
      long end = System.nanoTime();
      next = end + (end - start) * SHARE;
      return log.pages() >= PAGES && log.done() < log.pages();
    } catch (SQLException e) {
      // The log only grows meanwhile.
      LOG.debug("No checkpoint of {} now: {}", file, e.getMessage());
      return false;
    }
  }

  private Log beginAnew() throws SQLException {
    try {
      Optional<Pass> pass =
          gate.isPresent() ? Optional.of(gate.get().enter(TURN)) : Optional.empty();
      try {
        Log log = checkpoint("RESTART");
        if (log.busy()) {
          complain(log);
        }
        return log;
      } finally {
        pass.ifPresent(Pass::leave);
      }
    } catch (TimeoutException | IllegalStateException e) {
      throw new SQLException("No turn at the write gate: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("It is being closed", e);
    }
  }

  private Log checkpoint(String mode) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(" + mode + ")")) {
      row.next();
      return new Log(row.getInt(1) != 0, row.getInt(2), row.getInt(3));
    }
  }

  private void complain(Log log) {
    long now = System.nanoTime();
    if (now - complaint >= COMPLAINT_NANOS) {
      complaint = now;
      LOG.warn(
          "The log of {} has {} pages and cannot begin anew: {}. End that transaction or result",
          file,
          log.pages(),
          readers());
    }
  }

  private String readers() {
    String names =
        LogReaders.of(file).stream()
            .map(pid -> ProcessInfo.of(pid).describe())
            .collect(Collectors.joining(" and "));
    return names.isEmpty() ? "somebody reads it" : names + " may still read it";
  }

  @Override
  public void close() throws SQLException {
    if (!watch.close()) {
      LOG.warn("A checkpoint of {} does not end", file);
    }
    connection.close();
  }
}
