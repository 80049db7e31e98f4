package dev.bolt.session;

import dev.bolt.ErrorCode;
import dev.bolt.database.DedicatedConnection;
import dev.bolt.database.Row;
import dev.bolt.database.RowMapper;
import dev.bolt.database.SqlOperations;
import dev.bolt.database.TransactionWork;
import dev.bolt.lock.DatabaseLock;
import dev.bolt.lock.LockMode;
import dev.bolt.lock.LockOwner;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * A session with a name. It has a connection of its own, from its first call on: settings,
 * temporary objects and transactions that no other session sees.
 *
 * <pre>{@code
 * try (DatabaseSession session = sessions.open("import")) {
 *   session.execute("CREATE TEMP TABLE batch (id BIGINT, body VARCHAR)");
 *   session.transaction(tx -> tx.execute("INSERT INTO notes VALUES (2, 'y')"));
 * }
 * }</pre>
 *
 * <p>A call outside of {@link #transaction} is a transaction of its own. Each transaction may take
 * {@code maxTransactionTime}; then its statement is cancelled, it is rolled back at once, and its
 * owner is told by SQLState 25P04: by the statement, else by the next one or at the end of the
 * work. A session that nobody uses for {@code sessionTimeout} expires, and says so by 57P05; one in
 * use does not.
 *
 * <p>Thread-safe: threads that use one session take turns, and while one is in a transaction the
 * others wait for its end; after the connection timeout they get 53300. A thread's calls on the
 * session itself inside of its transaction are refused with 25001. When the process ends, however
 * it ends, the open transaction is rolled back.
 */
public final class DatabaseSession implements SqlOperations, AutoCloseable {
  private final String name;
  private final Surroundings around;
  private final DedicatedConnection connection;
  private final TimeLimits limits;
  private final SessionLocks locks;
  private final String opener = Thread.currentThread().getName();
  private final long opened;

  DatabaseSession(String name, Surroundings around) {
    this.name = name;
    this.around = around;
    this.opened = around.clock().getAsLong();
    this.connection =
        around.database().dedicate("session '" + name + "'", around.clock(), new Observer());
    this.limits = new TimeLimits(name, connection, around);
    this.locks = new SessionLocks(around.database(), LockOwner.create("session " + name));
  }

  private final class Observer implements DedicatedConnection.Owner {
    @Override
    public LockOwner lockOwner() {
      return locks.owner();
    }

    @Override
    public void begins() {
      around.sweep().by(now() + around.config().maxTransactionTime().toNanos());
    }

    @Override
    public void committed(Duration time) {
      around.counts().committed(name, time);
    }

    @Override
    public void rolledBack() {
      around.counts().rolledBack();
    }

    @Override
    public void lost() {
      release();
    }

    @Override
    public SQLException noConnection(SQLException failure) {
      String idlest = around.open().idlest();
      return ErrorCode.POOL_EXHAUSTED.exception(
          failure.getMessage()
              + ". A session has one until it is closed"
              + (idlest.isEmpty() ? "" : "; nobody uses " + idlest),
          failure);
    }
  }

  /** The name it was opened by. */
  public String name() {
    return name;
  }

  @Override
  public <T> List<T> query(String sql, RowMapper<? extends T> mapper, Object... parameters)
      throws SQLException {
    return connection.query(sql, mapper, parameters);
  }

  @Override
  public <T> Stream<T> queryStream(String sql, RowMapper<? extends T> mapper, Object... parameters)
      throws SQLException {
    return connection.queryStream(sql, mapper, parameters);
  }

  @Override
  public int execute(String sql, Object... parameters) throws SQLException {
    return connection.execute(sql, parameters);
  }

  @Override
  public int[] batch(String sql, List<Object[]> rows) throws SQLException {
    return connection.batch(sql, rows);
  }

  /**
   * Runs work in a transaction: committed when it returns, rolled back when it throws, which then
   * arrives here unchanged.
   *
   * <p>The work is run again, from its beginning and on a new transaction, when the transaction
   * lost a conflict (SQLState 40001, at its commit too), was the victim of a deadlock (40P01) or
   * could not reach the database. A transaction in a transaction of the same thread is refused with
   * SQLState 25001.
   *
   * @throws SQLException with SQLState 25P04 when it took longer than it may
   * @throws X what the work throws besides {@link SQLException}
   */
  public <T, X extends Exception> T transaction(TransactionWork<T, X> work) throws SQLException, X {
    return connection.transaction(work);
  }

  /**
   * The same as {@link #query(String, Object...)}, on another thread. Asynchronous calls of a
   * session run one after the other, in their order. Cancelling the future cancels the query.
   * Parameters are not to be changed meanwhile.
   */
  public CompletableFuture<List<Row>> queryAsync(String sql, Object... parameters) {
    return connection.queryAsync(sql, row -> row, parameters);
  }

  /** The same as {@link #query(String, RowMapper, Object...)}, on another thread, in order. */
  public <T> CompletableFuture<List<T>> queryAsync(
      String sql, RowMapper<? extends T> mapper, Object... parameters) {
    return connection.queryAsync(sql, mapper, parameters);
  }

  /** The same as {@link #execute}, on another thread, in order. */
  public CompletableFuture<Integer> executeAsync(String sql, Object... parameters) {
    return connection.executeAsync(sql, parameters);
  }

  /** The same as {@link #batch}, on another thread, in order. */
  public CompletableFuture<int[]> batchAsync(String sql, List<Object[]> rows) {
    return connection.batchAsync(sql, rows);
  }

  /** The same as {@link #transaction}, on another thread, in order; a cancelled one rolls back. */
  public <T> CompletableFuture<T> transactionAsync(TransactionWork<T, ?> work) {
    return connection.transactionAsync(work);
  }

  /**
   * Acquires a lock with a name, on behalf of the session, waiting as long as the deadlock timeout
   * says. It ends when it is closed, with the session, and with the process.
   *
   * @throws SQLException with SQLState 40P01 when sessions or threads wait for each other and this
   *     one was chosen to give up; else as {@link dev.bolt.lock.DatabaseLockManager#acquire}
   */
  public DatabaseLock lock(String lock, LockMode mode) throws SQLException, InterruptedException {
    return lock(lock, mode, around.config().deadlockTimeout());
  }

  /** The same with another time to wait: zero or more. */
  public DatabaseLock lock(String lock, LockMode mode, Duration timeout)
      throws SQLException, InterruptedException {
    connection.requireOpen();
    connection.touch();
    try {
      DatabaseLock acquired = locks.acquire(lock, mode, timeout);
      connection.requireOpen();
      return acquired;
    } catch (SQLException e) {
      if (ErrorCode.DEADLOCK.is(e)) {
        around.counts().deadlockOfLocks();
      }
      throw e;
    } finally {
      connection.touch();
    }
  }

  /** Who has the locks of this session, in messages and in the search for deadlocks. */
  public LockOwner lockOwner() {
    return locks.owner();
  }

  /** Whether it can be used: neither closed nor expired. */
  public boolean isOpen() {
    return connection.isOpen();
  }

  /** What it does now. */
  public SessionInfo info() {
    long now = now();
    Optional<DedicatedConnection.Use> use = connection.use();
    return new SessionInfo(
        name,
        ProcessHandle.current().pid(),
        use.map(used -> used.thread().getName()).orElse(opener),
        Duration.ofNanos(now - opened),
        use.isPresent() ? Duration.ZERO : since(connection.lastUsed(), now),
        use.map(used -> since(used.since(), now)));
  }

  // Somebody may have begun after the clock was read.
  private static Duration since(long then, long now) {
    return Duration.ofNanos(Math.max(0, now - then));
  }

  private long now() {
    return around.clock().getAsLong();
  }

  /**
   * Cancels what takes too long, and expires when nobody has used it for too long.
   *
   * @return when to look again
   */
  long look() {
    return connection.isOpen() && !expireIfDue() ? limits.cancelIfDue() : Sweep.NEVER;
  }

  /** Closes it if nobody has used it for too long, and says whether that was so. */
  boolean expireIfDue() {
    boolean expires = limits.expireIfDue();
    if (expires) {
      release();
    }
    return expires;
  }

  /** Begins an ending: false when there was one before. */
  boolean refuse(Ending ending) {
    return connection.end(ending.code(), message(ending));
  }

  boolean awaitFree(Duration limit) {
    return connection.awaitFree(limit);
  }

  void stop(Ending ending) {
    connection.stop(Duration.ZERO, ending.code(), message(ending), () -> {});
  }

  boolean isStopped() {
    return connection.isStopped();
  }

  private String message(Ending ending) {
    return "Session '" + name + "' " + ending.reason();
  }

  /** Gives its locks and its name away. */
  void release() {
    locks.releaseAll();
    around.open().remove(this);
  }

  /**
   * Closes it: new calls are refused at once; what is under way has the close timeout to end, and
   * is cancelled and rolled back then, or at once where that is done by this thread. Idempotent;
   * who calls it a second time does not wait for the first.
   */
  @Override
  public void close() {
    new Ending(
            ErrorCode.CLOSED,
            "was closed; open it again",
            around.config().database().closeTimeout(),
            Ending.GRACE)
        .of(List.of(this));
  }

  @Override
  public String toString() {
    return info().toString();
  }
}
