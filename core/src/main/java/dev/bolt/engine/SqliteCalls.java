package dev.bolt.engine;

import dev.bolt.ErrorCode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Future;
import org.sqlite.SQLiteConnection;

/**
 * Runs the calls of one session into SQLite: they can be cancelled and time out, and their failures
 * carry an SQLState.
 *
 * <p>Confined to the thread that uses the session, {@link #cancel()} excepted.
 */
final class SqliteCalls {

  /** A call into the engine. */
  interface Call<T> {
    T run() throws SQLException;
  }

  /** A call that has no answer. */
  interface Action {
    void run() throws SQLException;
  }

  private final SqliteCursors cursors;
  private final SqliteStop stop;
  private final InterruptGate gate;

  SqliteCalls(SQLiteConnection connection, SqliteCursors cursors) throws SQLException {
    this.cursors = cursors;
    this.stop = SqliteStop.on(connection);
    this.gate = new InterruptGate(stop::now);
  }

  /** The call that does something and answers nothing. */
  static Call<Void> doing(Action action) {
    return () -> {
      action.run();
      return null;
    };
  }

  /**
   * Runs a call.
   *
   * @param timeout the time after which it is cancelled, or null
   */
  <T> T run(Duration timeout, Call<T> call) throws SQLException {
    stop.setReading(false);
    long number = gate.enter();
    Future<?> timer = StatementTimeouts.arm(timeout, gate, number);
    boolean cancelled = false;
    try {
      T result;
      try {
        result = call.run();
      } finally {
        StatementTimeouts.disarm(timer);
        cancelled = leave();
      }
      return result;
    } catch (SQLException e) {
      throw cancelled ? interrupted(timeout, e) : EngineErrors.sqlite(e);
    }
  }

  private boolean leave() throws SQLException {
    if (!gate.leave()) {
      return false;
    }
    if (stop.clear()) {
      cursors.endAll();
    }
    return true;
  }

  /** Says that the rest of the call that runs only reads, so that it can be ended for itself. */
  void onlyReads() {
    stop.setReading(true);
  }

  /** Whether the call that runs has been cancelled. */
  boolean cancelled() {
    return gate.cancelled();
  }

  /** Cancels the call that runs, if one does. Any thread. */
  void cancel() {
    StatementTimeouts.cancel(gate);
  }

  private static SQLException interrupted(Duration timeout, SQLException cause) {
    return ErrorCode.INTERRUPTED.exception(
        timeout == null
            ? "The statement was cancelled"
            : "The statement was cancelled, or its query timeout of "
                + timeout.toMillis()
                + " ms has passed",
        cause);
  }
}
