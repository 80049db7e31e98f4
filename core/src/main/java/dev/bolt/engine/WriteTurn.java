package dev.bolt.engine;

import dev.bolt.ErrorCode;
import dev.bolt.gate.AlreadyInsideException;
import dev.bolt.gate.Pass;
import dev.bolt.gate.WriteGate;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.sqlite.SQLiteConnection;

/**
 * The turn of one SQLite session to write: taken before it may take SQLite's write lock, given back
 * when its transaction is over.
 *
 * <p>Whoever has attached other files goes through the gates of all of them, as BEGIN IMMEDIATE
 * locks all; everybody in the order of their paths, and before any lock of SQLite, so that no two
 * wait for each other. What is attached within a transaction counts from the next one on.
 *
 * <p>Confined to the thread that uses the session.
 */
final class WriteTurn implements AutoCloseable {

  private final SQLiteConnection connection;
  private final LockWait locks;
  private final WriteGates gates;
  private final BooleanSupplier waitsAfterwards;
  private final Runnable over;
  private final TreeMap<Path, WriteGates.Opened> opened =
      new TreeMap<>(Comparator.comparing(Path::toString));
  private final List<Pass> passes = new ArrayList<>(1);
  private boolean taken;
  private boolean spansFiles;

  /**
   * The turn of a session, not taken.
   *
   * @param file the database of the connection
   * @param waitsAfterwards whether who has written will not do so again at once
   * @param over told each time that the turn is over
   */
  WriteTurn(
      SQLiteConnection connection,
      Path file,
      LockWait locks,
      WriteGates gates,
      BooleanSupplier waitsAfterwards,
      Runnable over) {
    this.connection = connection;
    this.locks = locks;
    this.gates = gates;
    this.waitsAfterwards = waitsAfterwards;
    this.over = over;
    open(file);
  }

  private void open(Path file) {
    gates.open(file).ifPresent(gate -> opened.put(file, gate));
  }

  /**
   * Takes the turn, unless the session has it.
   *
   * @return for how many nanoseconds it waited
   * @throws SQLException with SQLState 55P03 when that takes too long, or would take for ever;
   *     40P01 when it is the victim of a deadlock
   */
  long take() throws SQLException {
    if (taken) {
      passes.forEach(Pass::usedHere);
      return 0;
    }
    taken = true;
    long start = System.nanoTime();
    try {
      for (WriteGates.Opened each : opened.values()) {
        passes.add(enter(each, start));
      }
    } catch (SQLException | RuntimeException e) {
      giveBack();
      throw e;
    }
    return System.nanoTime() - start;
  }

  /**
   * Takes the turn if that takes no more than a look.
   *
   * @return whether the session has it now
   */
  boolean takeAtOnce() throws SQLException {
    if (!taken && opened.size() == 1) {
      WriteGate gate = opened.firstEntry().getValue().gate();
      Optional<Pass> pass = keepingInterrupt(gate::tryEnter, null);
      pass.ifPresent(passes::add);
      taken = pass.isPresent();
    } else if (opened.isEmpty()) {
      taken = true;
    }
    return taken;
  }

  private Pass enter(WriteGates.Opened opened, long start) throws SQLException {
    try (GateWait wait = new GateWait(locks, opened)) {
      return keepingInterrupt(
          () -> opened.gate().enter(locks.timeout().minusNanos(System.nanoTime() - start), wait),
          wait);
    }
  }

  /** A way into a gate. */
  private interface Entry<T> {
    T go() throws InterruptedException, TimeoutException;
  }

  // An interrupt of the user is kept for later: SQLite's own waits do not end for it either.
  private <T> T keepingInterrupt(Entry<T> entry, GateWait wait) throws SQLException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return entry.go();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (TimeoutException e) {
      throw locks.timedOut(e);
    } catch (CancellationException e) {
      if (wait != null && wait.deadlock() != null) {
        throw wait.deadlock();
      }
      throw ErrorCode.INTERRUPTED.exception("Cancelled while it waited for its turn to write", e);
    } catch (AlreadyInsideException e) {
      throw ErrorCode.LOCK_TIMEOUT.exception(e.getMessage(), e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Gives the turn back, if the session has it. */
  void giveBack() {
    if (taken) {
      taken = false;
      passes.forEach(waitsAfterwards.getAsBoolean() ? Pass::leaveForGood : Pass::leave);
      passes.clear();
      over.run();
    }
  }

  /** Whether other files are attached. */
  boolean spansFiles() {
    return spansFiles;
  }

  /** Files have been attached or detached. */
  void databasesChanged() throws SQLException {
    Map<Path, WriteGates.Opened> before = new TreeMap<>(opened);
    opened.clear();
    List<Path> files = files();
    spansFiles = files.size() > 1;
    for (Path file : files) {
      WriteGates.Opened known = before.remove(file);
      if (known == null) {
        open(file);
      } else {
        opened.put(file, known);
      }
    }
    before.values().forEach(WriteGates.Opened::close);
  }

  private List<Path> files() throws SQLException {
    List<Path> files = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("PRAGMA database_list")) {
      while (rows.next()) {
        String file = rows.getString("file");
        // Temporary databases and those in memory have none.
        if (file != null && !file.isEmpty()) {
          files.add(Path.of(file));
        }
      }
    }
    return files;
  }

  @Override
  public void close() {
    giveBack();
    opened.values().forEach(WriteGates.Opened::close);
    opened.clear();
  }
}
