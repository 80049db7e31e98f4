package dev.bolt.engine;

import dev.bolt.ErrorCode;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.duckdb.DuckDBConnection;

/**
 * The transaction of one DuckDB session. The driver's own auto-commit stays on; BEGIN, COMMIT and
 * ROLLBACK are sent from here and nowhere else.
 *
 * <pre>
 *   NONE ──begin──▶ READING ──write──▶ WRITING
 *    ▲                 │ error             │ error
 *    │                 ▼                   ▼
 *    ├──rollback── ABORTED ◀───────────────┘      (rolled back in the engine at once)
 *    └──commit, rollback, failed commit──── READING, WRITING
 * </pre>
 *
 * <p>After most errors DuckDB keeps a transaction that only ROLLBACK can end, and takes COMMIT for
 * one without saying so; after a failed COMMIT it has none, while the driver believes there is one.
 * Here an error rolls back in the engine at once, and a commit of what was rolled back says so.
 *
 * <p>A COMMIT that waits for a checkpoint of another session, which then fails for good, comes back
 * as a success, and is not in the log. It comes back later than the failure, by as long as the disk
 * takes. So one that has taken long, or that is back when somebody has seen the engine fail, counts
 * only if the engine lives after it ({@link #requireAlive}).
 *
 * <p>Confined to the thread that uses the session.
 */
final class DuckDbTransaction {

  /** How a transaction is ended. */
  private interface End {
    void send() throws SQLException;
  }

  /** A commit that did not wait for a checkpoint is quicker, unless the disk is slow. */
  private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private static final String PROBE = "SELECT 1";

  private final DuckDBConnection connection;
  private final EngineHealth health;
  private final Map<String, PreparedStatement> controls = new HashMap<>();
  private TransactionState state = TransactionState.NONE;
  private boolean hidden;
  private boolean held;
  private boolean implicit;
  private boolean untouched;
  private String abortedBy;

  DuckDbTransaction(DuckDBConnection connection, EngineHealth health) {
    this.connection = connection;
    this.health = health;
  }

  /** The state as the client sees it: a transaction that is hidden does not count. */
  TransactionState state() {
    return hidden ? TransactionState.NONE : state;
  }

  /** Whether the engine commits the next statement by itself. */
  boolean commitsByItself() {
    return state == TransactionState.NONE;
  }

  /** Begins one around a single auto-commit statement. */
  void beginHidden(boolean readOnly) throws SQLException {
    begin(readOnly);
    hidden = true;
  }

  /** Begins one around a single auto-commit write, which stays open until it is committed. */
  void beginHeld() throws SQLException {
    beginHidden(false);
    held = true;
    writing();
  }

  /** Ends the one around a single statement, if there is one and it is not held open. */
  void endHidden() throws SQLException {
    if (hidden && !held) {
      commit();
    }
  }

  /** Begins one for a statement that runs with auto-commit off. */
  void beginImplicitly(boolean readOnly) throws SQLException {
    begin(readOnly);
    implicit = true;
  }

  /**
   * Takes the transaction that the engine began for a query, whose result is open, for one that
   * goes on after it.
   *
   * @return false when there is none: it has to be begun, and the query run again in it
   */
  boolean beginWithResult() throws SQLException {
    if (!DuckDbNative.keepTransaction(connection)) {
      return false;
    }
    begun();
    implicit = true;
    return true;
  }

  /** Begins one that the client asked for in SQL. */
  void begin(boolean readOnly) throws SQLException {
    requireUsable();
    if (state != TransactionState.NONE) {
      throw ErrorCode.TRANSACTION_STATE.exception(
          "A transaction is open already. COMMIT or ROLLBACK it before the next BEGIN");
    }
    run(readOnly ? "BEGIN TRANSACTION READ ONLY" : "BEGIN TRANSACTION");
    begun();
  }

  private void begun() {
    state = TransactionState.READING;
    implicit = false;
    untouched = true;
  }

  /** Refuses work in a transaction that an error has ended. */
  void requireUsable() throws SQLException {
    if (state == TransactionState.ABORTED) {
      throw ErrorCode.TRANSACTION_ABORTED.exception(
          "The transaction was rolled back by an earlier error ("
              + abortedBy
              + "). Roll back to go on");
    }
  }

  /** Notes that a statement is about to run that may write, even if it fails in the end. */
  void writing() {
    if (state == TransactionState.READING) {
      state = TransactionState.WRITING;
    }
  }

  /** Notes that a statement succeeded in the transaction, if one is open. */
  void used() {
    untouched = false;
  }

  /** Commits, if a transaction is open. */
  void commit() throws SQLException {
    if (state != TransactionState.NONE) {
      commit(() -> run("COMMIT"));
    }
  }

  /**
   * Commits the open transaction together with one more statement.
   *
   * @param last ready to be executed; it returns no rows
   */
  void commitWith(PreparedStatement last) throws SQLException {
    commit(
        () -> {
          // Nothing may come between: whatever the engine is asked next commits.
          boolean commits = DuckDbNative.commitWithNext(connection);
          last.execute();
          if (!commits) {
            run("COMMIT");
          }
        });
  }

  private void commit(End end) throws SQLException {
    if (state == TransactionState.ABORTED) {
      over();
      throw ErrorCode.TRANSACTION_ABORTED.exception(
          "Nothing was committed: the transaction was rolled back by an earlier error ("
              + abortedBy
              + ")");
    }
    long begun = System.nanoTime();
    try {
      end.send();
      over();
    } catch (SQLException e) {
      rollbackQuietly();
      over();
      throw health.seen(EngineErrors.duckdb(e));
    }
    requireAlive(begun);
  }

  private void over() {
    state = TransactionState.NONE;
    hidden = false;
    held = false;
  }

  /**
   * Requires that the engine has not failed while it committed something.
   *
   * @param begun when that began, as {@link System#nanoTime} counts
   * @throws SQLException of {@link ErrorCode#ENGINE_FAILED_MEANWHILE} if it has: nobody knows if it
   *     is committed before the engine has been opened again
   */
  void requireAlive(long begun) throws SQLException {
    if (!health.failed() && System.nanoTime() - begun < LONG_NANOS) {
      return;
    }
    try {
      run(PROBE);
    } catch (SQLException e) {
      if (ErrorCode.ENGINE_FAILED.is(e)) {
        throw ErrorCode.ENGINE_FAILED_MEANWHILE.exception(
            "The engine failed while it committed: " + e.getMessage(), e);
      }
    }
  }

  void rollback() throws SQLException {
    TransactionState before = state;
    over();
    if (before == TransactionState.READING || before == TransactionState.WRITING) {
      run("ROLLBACK");
    }
  }

  /** Gives up whatever is open, also where the engine may have done so already. */
  void abandon() {
    if (state != TransactionState.NONE) {
      rollbackQuietly();
      over();
    }
  }

  /**
   * Takes note of a failed statement: where it ended the transaction in the engine, that is rolled
   * back, and the client has to do so too. A transaction that was begun for this very statement is
   * forgotten: nothing is lost with it.
   */
  void failed(SQLException cause) {
    if (state != TransactionState.READING && state != TransactionState.WRITING) {
      return;
    }
    if (hidden) {
      rollbackQuietly();
      over();
      return;
    }
    if (aliveInEngine()) {
      return;
    }
    rollbackQuietly();
    state = implicit && untouched ? TransactionState.NONE : TransactionState.ABORTED;
    abortedBy = firstLine(cause.getMessage());
  }

  private boolean aliveInEngine() {
    try {
      run(PROBE);
      return true;
    } catch (SQLException aborted) {
      // That is the answer: the engine refuses statements until a rollback.
      return false;
    }
  }

  private void rollbackQuietly() {
    try {
      run("ROLLBACK");
    } catch (SQLException noTransaction) {
      // The engine has rolled back already, which is what is wanted here.
      return;
    }
  }

  // Prepared once, as parsing costs as much as running; the driver closes a statement that failed.
  private void run(String sql) throws SQLException {
    try {
      PreparedStatement control = controls.get(sql);
      if (control == null) {
        control = connection.prepareStatement(sql);
        controls.put(sql, control);
      }
      if (control.execute()) {
        control.getResultSet().close();
      }
    } catch (SQLException e) {
      controls.remove(sql);
      throw health.seen(EngineErrors.duckdb(e));
    }
  }

  /** The session ends. */
  void close() throws SQLException {
    for (PreparedStatement control : controls.values()) {
      control.close();
    }
    controls.clear();
  }

  private static String firstLine(String message) {
    return message == null ? "no message" : message.lines().findFirst().orElse("");
  }
}
