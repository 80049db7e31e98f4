package dev.bolt.engine;

import dev.bolt.ErrorCode;
import dev.bolt.sql.SqlStatement;
import java.sql.SQLException;

/**
 * The transaction of one SQLite session. The driver is told that it is not in auto-commit and so
 * sends nothing by itself; BEGIN, COMMIT and ROLLBACK are sent from here and nowhere else.
 *
 * <pre>
 *   NONE ──begin──▶ READING ──write──▶ WRITING
 *    ▲                 │                   │    an error after which the engine has none any more
 *    │                 ▼                   ▼    (OR ROLLBACK, disk full, interrupted write, …)
 *    ├──rollback── ABORTED ◀───────────────┘
 *    └──commit, rollback, failed commit──── READING, WRITING
 * </pre>
 *
 * <p>After most errors, such as a violated constraint, SQLite undoes the statement and keeps the
 * transaction, which stays usable. After a failed COMMIT it keeps it too; here it is rolled back
 * and over, since a client cannot know what to do with it.
 *
 * <p>What may write begins IMMEDIATE: it waits for the write lock before it reads, so it cannot die
 * of a stale snapshot later. Confined to the thread that uses the session.
 */
final class SqliteTransaction {

  private final SqliteStatements statements;
  private final LockWait locks;
  private final WriteTurn turn;
  private final boolean fileReadOnly;
  private final SavepointStack savepoints = new SavepointStack();
  private TransactionState state = TransactionState.NONE;
  private boolean begunBySavepoint;
  private boolean overOnError;
  private String abortedBy;

  SqliteTransaction(
      SqliteStatements statements, LockWait locks, WriteTurn turn, boolean fileReadOnly) {
    this.statements = statements;
    this.locks = locks;
    this.turn = turn;
    this.fileReadOnly = fileReadOnly;
  }

  TransactionState state() {
    return state;
  }

  /** What became of what a statement has written. */
  Fate fate() {
    return state.open() ? Fate.NOT_COMMITTED : Fate.COMMITTED;
  }

  /** Begins one for a statement that runs with auto-commit off. */
  void beginImplicitly(boolean readOnly) throws SQLException {
    begin(readOnly, false);
    overOnError = true;
  }

  /** Begins one that the client asked for in SQL. */
  void begin(boolean readOnly, boolean exclusive) throws SQLException {
    requireUsable();
    if (state != TransactionState.NONE) {
      throw ErrorCode.TRANSACTION_STATE.exception(
          "A transaction is open already. COMMIT or ROLLBACK it before the next BEGIN");
    }
    if (readOnly || fileReadOnly) {
      run("BEGIN DEFERRED");
    } else {
      beginWriting(exclusive ? "BEGIN EXCLUSIVE" : "BEGIN IMMEDIATE");
    }
    state = TransactionState.READING;
    begunBySavepoint = false;
    overOnError = false;
  }

  private void beginWriting(String begin) throws SQLException {
    long waited = turn.take();
    try {
      run(begin, waited);
    } catch (SQLException e) {
      turn.giveBack();
      throw e;
    }
  }

  /** SAVEPOINT; it begins a transaction where none is open. */
  void savepoint(SqlStatement statement, String name, boolean autoCommit, boolean readOnly)
      throws SQLException {
    requireUsable();
    if (state == TransactionState.NONE) {
      begin(readOnly, false);
      begunBySavepoint = autoCommit;
      overOnError = true;
    }
    run(statement.text());
    savepoints.push(name);
    overOnError = false;
  }

  /** RELEASE; that of the savepoint which began the transaction commits it. */
  void release(SqlStatement statement, String name) throws SQLException {
    requireUsable();
    if (begunBySavepoint && state.open() && savepoints.isOutermost(name)) {
      commit();
      return;
    }
    run(statement.text());
    savepoints.release(name);
  }

  /** ROLLBACK TO. */
  void rollbackTo(SqlStatement statement, String name) throws SQLException {
    requireUsable();
    run(statement.text());
    savepoints.rollbackTo(name);
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

  /** Notes that a statement succeeded in the transaction, if one is open. */
  void used(boolean mayHaveWritten) {
    overOnError = false;
    if (mayHaveWritten && state == TransactionState.READING) {
      state = TransactionState.WRITING;
    }
  }

  void commit() throws SQLException {
    TransactionState before = state;
    if (before == TransactionState.ABORTED) {
      over();
      throw ErrorCode.TRANSACTION_ABORTED.exception(
          "Nothing was committed: the transaction was rolled back by an earlier error ("
              + abortedBy
              + ")");
    }
    if (before != TransactionState.NONE) {
      overOnError = true;
      run("COMMIT");
      over();
    }
  }

  void rollback() throws SQLException {
    try {
      if (state == TransactionState.READING || state == TransactionState.WRITING) {
        run("ROLLBACK");
      }
    } finally {
      over();
    }
  }

  /**
   * Takes note of a failed statement. Where the engine has rolled the transaction back, the client
   * has to do so too. One that was begun for this very statement is rolled back and over: nothing
   * is lost with it; and so is one whose COMMIT failed.
   */
  void failed(SQLException cause) {
    if (state != TransactionState.READING && state != TransactionState.WRITING) {
      return;
    }
    if (overOnError) {
      rollbackQuietly();
      over();
    } else if (!openInEngine()) {
      over();
      state = TransactionState.ABORTED;
      abortedBy = firstLine(cause.getMessage());
    }
  }

  /** Whether a statement that found the file locked has left the transaction as it was. */
  boolean undone() {
    return !state.open() || openInEngine();
  }

  /** Runs a statement that controls the transaction, waiting for locks. */
  private void run(String sql) throws SQLException {
    run(sql, 0);
  }

  private void run(String sql, long waited) throws SQLException {
    SqlitePrepared statement = statements.take(sql, true);
    try {
      locks.run(() -> true, waited, statement);
    } catch (SQLException e) {
      statements.drop(statement);
      throw e;
    }
    statements.give(statement);
  }

  /**
   * The driver does not tell, so BEGIN is tried: within a transaction SQLite refuses it and changes
   * nothing, outside of one it takes no lock, and COMMIT ends it.
   */
  private boolean openInEngine() {
    try {
      run("BEGIN DEFERRED");
      run("COMMIT");
      return false;
    } catch (SQLException withinTransaction) {
      // That is the answer.
      return true;
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

  private void over() {
    state = TransactionState.NONE;
    begunBySavepoint = false;
    overOnError = false;
    savepoints.clear();
    turn.giveBack();
  }

  private static String firstLine(String message) {
    return message == null ? "no message" : message.lines().findFirst().orElse("");
  }
}
