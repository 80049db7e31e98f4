package dev.bolt.engine;

import dev.bolt.ErrorCode;
import dev.bolt.sql.SqlStatement;
import dev.bolt.sql.TransactionStatement.Locking;
import java.sql.SQLException;
import java.util.function.BooleanSupplier;

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
 * <p>It begins in the engine with its first statement. If that may write, it begins IMMEDIATE; if
 * not, DEFERRED, and takes its turn at its first write. Should its snapshot be stale then, it is
 * rolled back and begun anew behind the client's back, if {@link SnapshotChange} permits. Confined
 * to the thread that uses the session.
 */
final class SqliteTransaction {

  private final SqliteStatements statements;
  private final LockWait locks;
  private final WriteTurn turn;
  private final SqliteDurability durability;
  private final boolean fileReadOnly;
  private final boolean deferred;
  private final TransactionReads reads;
  private final SnapshotChange change;
  private final BooleanSupplier undone = this::undone;
  private final SavepointStack savepoints = new SavepointStack();
  private TransactionState state = TransactionState.NONE;

  /** The client has begun it, the engine has not. */
  private boolean pending;

  /** It has begun DEFERRED and may write: its snapshot can turn out to be stale. */
  private boolean onSnapshot;

  /** Whether what its reads see is known to be on disk, if that matters. */
  private boolean seenOnDisk;

  private boolean begunBySavepoint;
  private boolean overOnError;
  private boolean mayHaveWritten;
  private String abortedBy;

  /**
   * No transaction.
   *
   * @param fileReadOnly whether the file can only be read
   * @param deferred whether those that read first begin DEFERRED
   */
  SqliteTransaction(
      SqliteStatements statements,
      LockWait locks,
      WriteTurn turn,
      SqliteDurability durability,
      boolean fileReadOnly,
      boolean deferred,
      TransactionReads reads,
      SnapshotChange change) {
    this.statements = statements;
    this.locks = locks;
    this.turn = turn;
    this.durability = durability;
    this.fileReadOnly = fileReadOnly;
    this.deferred = deferred;
    this.reads = reads;
    this.change = change;
  }

  TransactionState state() {
    return state;
  }

  /** What became of what a statement has written. */
  Fate fate() {
    return state.open() ? Fate.NOT_COMMITTED : Fate.COMMITTED;
  }

  /**
   * Begins one for a statement that runs with auto-commit off.
   *
   * @param mayWrite whether the statement may write
   */
  void beginImplicitly(boolean readOnly, boolean mayWrite) throws SQLException {
    requireUsable();
    beginInEngine(readOnly, mayWrite ? Locking.IMMEDIATE : Locking.DEFERRED);
    state = TransactionState.READING;
    overOnError = true;
  }

  /** Begins one that the client asked for in SQL. */
  void begin(boolean readOnly, Locking locking) throws SQLException {
    requireUsable();
    if (state != TransactionState.NONE) {
      throw ErrorCode.TRANSACTION_STATE.exception(
          "A transaction is open already. COMMIT or ROLLBACK it before the next BEGIN");
    }
    boolean lazy = locking == Locking.DEFERRED || locking == Locking.UNSPECIFIED;
    if (lazy && !readOnly && mayDefer()) {
      pending = true;
    } else {
      beginInEngine(readOnly, locking);
    }
    state = TransactionState.READING;
  }

  /**
   * Begins in the engine what the client has begun, before the first statement in it.
   *
   * @param mayWrite whether the statement may write
   */
  void enter(boolean mayWrite) throws SQLException {
    if (pending) {
      beginInEngine(false, mayWrite ? Locking.IMMEDIATE : Locking.DEFERRED);
      pending = false;
    }
  }

  private void beginInEngine(boolean readOnly, Locking locking) throws SQLException {
    if (readOnly || fileReadOnly) {
      run("BEGIN DEFERRED");
    } else if (locking == Locking.DEFERRED && mayDefer()) {
      run("BEGIN DEFERRED");
      onSnapshot = true;
      reads.begin();
    } else {
      beginWriting(locking == Locking.EXCLUSIVE ? "BEGIN EXCLUSIVE" : "BEGIN IMMEDIATE");
    }
  }

  /** A snapshot of several files would not be of one moment. */
  private boolean mayDefer() {
    return deferred && !fileReadOnly && !turn.spansFiles();
  }

  private void beginWriting(String begin) throws SQLException {
    long waited = turn.take();
    try {
      run(begin, waited);
    } catch (SQLException e) {
      turn.giveBack();
      throw LockWait.isStale(e) ? locks.staleResult(e) : e;
    }
  }

  /** Records a read that is about to run; null if it will not have to be repeated. */
  RecordedRead record(SqlStatement statement, SqlitePrepared prepared) {
    return reads.record(statement, prepared);
  }

  /**
   * A read has seen a state of the file: waits until that is on disk, if the session wants that.
   */
  void seen() throws SQLException {
    if (!seenOnDisk) {
      durability.awaitRead();
      seenOnDisk = state.open();
    }
  }

  /**
   * The reads cannot be repeated from now on.
   *
   * @param why the reason, behind "they cannot be repeated: "
   */
  void refuseRepeat(String why) {
    reads.refuse(why);
  }

  /**
   * Files are about to be attached or detached. The turn is taken before, since a snapshot of such
   * a file may be a lock that others wait for.
   */
  void changeFiles() throws SQLException {
    if (onSnapshot) {
      turn.take();
    }
  }

  /** Runs a statement that may write, in the transaction if one is open. */
  boolean write(SqlitePrepared statement) throws SQLException {
    long waited = takeTurn();
    try {
      boolean rows = locks.run(undone, waited, statement);
      reads.refuse("it has written already");
      return rows;
    } catch (SQLException e) {
      if (!LockWait.isStale(e)) {
        reads.refuse("a write has failed");
        throw e;
      }
      if (!onSnapshot) {
        throw locks.staleResult(e);
      }
      changeSnapshot(e);
    }
    return locks.run(undone, statement);
  }

  /**
   * Takes the turn. Who waits for it lets his snapshot go, which is as good as stale then: SQLite
   * cannot write its log into the file past a snapshot, and would try in vain at every commit.
   */
  private long takeTurn() throws SQLException {
    if (!onSnapshot || turn.takeAtOnce() || !change.isEasy()) {
      return turn.take();
    }
    change.leave(null);
    run("ROLLBACK");
    long waited;
    try {
      waited = turn.take();
    } catch (SQLException e) {
      arrive("BEGIN DEFERRED", e);
      throw e;
    }
    arrive("BEGIN IMMEDIATE", null);
    holdsLock();
    return waited;
  }

  private void changeSnapshot(SQLException stale) throws SQLException {
    try {
      change.leave(stale);
      run("ROLLBACK");
    } catch (SQLException e) {
      rollbackQuietly();
      turn.giveBack();
      throw e;
    }
    arrive("BEGIN IMMEDIATE", stale);
    holdsLock();
  }

  private void arrive(String begin, SQLException reason) throws SQLException {
    seenOnDisk = false;
    try {
      run(begin);
      change.arrive(reason);
    } catch (SQLException e) {
      rollbackQuietly();
      turn.giveBack();
      throw e;
    }
  }

  private void holdsLock() {
    onSnapshot = false;
    reads.clear();
  }

  /** SAVEPOINT; it begins a transaction where none is open. */
  void savepoint(SqlStatement statement, String name, boolean autoCommit, boolean readOnly)
      throws SQLException {
    requireUsable();
    if (state == TransactionState.NONE) {
      beginImplicitly(readOnly, true);
      begunBySavepoint = autoCommit;
    }
    enter(true);
    reads.refuse("the transaction has set a savepoint");
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
  void used(boolean writing) {
    overOnError = false;
    mayHaveWritten |= writing;
    if (writing && state == TransactionState.READING) {
      state = TransactionState.WRITING;
    }
  }

  /**
   * Commits, lets others write, and waits until it is on disk.
   *
   * @throws SQLException with SQLState 58B01 when it is committed and may not be on disk
   */
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
      if (!pending) {
        run("COMMIT");
      }
      boolean wrote = mayHaveWritten;
      over();
      if (wrote) {
        durability.await();
      }
    }
  }

  void rollback() throws SQLException {
    try {
      if (openHere()) {
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
    if (!openHere()) {
      return;
    }
    // Of OR FAIL, what a statement wrote before it failed stays.
    mayHaveWritten = true;
    if (overOnError) {
      rollbackQuietly();
      over();
    } else if (!openInEngine()) {
      over();
      state = TransactionState.ABORTED;
      abortedBy = firstLine(cause.getMessage());
    }
  }

  /** Whether the engine has one, as far as is known here. */
  private boolean openHere() {
    return !pending && (state == TransactionState.READING || state == TransactionState.WRITING);
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
    pending = false;
    onSnapshot = false;
    seenOnDisk = false;
    reads.clear();
    begunBySavepoint = false;
    overOnError = false;
    mayHaveWritten = false;
    savepoints.clear();
    turn.giveBack();
  }

  private static String firstLine(String message) {
    return message == null ? "no message" : message.lines().findFirst().orElse("");
  }
}
