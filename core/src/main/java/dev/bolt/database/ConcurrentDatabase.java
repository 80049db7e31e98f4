package dev.bolt.database;

import dev.bolt.DatabaseId;
import dev.bolt.EngineKind;
import dev.bolt.ErrorCode;
import dev.bolt.config.BoltUrl;
import dev.bolt.health.DatabaseHealth;
import dev.bolt.health.HealthMonitor;
import dev.bolt.health.HealthSubject;
import dev.bolt.lock.DatabaseLockManager;
import dev.bolt.lock.LockInfo;
import dev.bolt.lock.UnlockAnswer;
import dev.bolt.metrics.CallMeter;
import dev.bolt.node.Nodes;
import dev.bolt.pool.ConnectionPool;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * A DuckDB or SQLite file that threads and processes share. Thread-safe: one for each file is
 * enough for a program.
 *
 * <pre>{@code
 * try (ConcurrentDatabase db = ConcurrentDatabase.open(Path.of("analytics.db"))) {
 *   db.execute("INSERT INTO notes VALUES (?, ?)", 1L, "hello");
 *   List<Row> rows = db.query("SELECT id, body FROM notes WHERE id = ?", 1L);
 *   long id = db.transaction(tx -> {
 *     tx.execute("UPDATE notes SET body = ? WHERE id = ?", "x", 1L);
 *     return 1L;
 *   });
 * }
 * }</pre>
 *
 * <p>Each call has a connection of its own and is a transaction of its own. It is run again, within
 * the limits of {@link DatabaseConfig}, where its failure says that nothing of it was done; a text
 * of several statements is not. What a text sets for its session (SET, PRAGMA, a temporary table)
 * ends with the call, or with the transaction it is in: what all connections are to have is an
 * {@linkplain DatabaseConfig#withOption option}.
 */
public final class ConcurrentDatabase implements SqlOperations, AutoCloseable {
  private final Path file;
  private final DatabaseConfig config;
  private final EngineKind engine;
  private final ConnectionPool pool;
  private final SqlTexts texts;
  private final CallMeter meter = new CallMeter();
  private final SqlCalls calls;
  private final AsyncCalls async;
  private final LocksOnDemand locks;
  private final HealthMonitor monitor;
  private final Object closing = new Object();
  private volatile boolean closed;

  private ConcurrentDatabase(
      Path file,
      DatabaseId database,
      DatabaseConfig config,
      EngineKind engine,
      ConnectionPool pool) {
    this.file = file;
    this.config = config;
    this.engine = engine;
    this.pool = pool;
    this.texts = new SqlTexts(engine);
    this.calls = calls(call -> new PooledLoan(pool.borrow()));
    this.locks = new LocksOnDemand(file, database);
    this.async = new AsyncCalls(file.toString(), config.maxConnections(), config.asyncQueue());
    this.monitor =
        HealthMonitor.start(
            new HealthSubject(database.file(), engine, pool::stats, meter, locks::look),
            config.healthInterval());
  }

  private SqlCalls calls(Loans loans) {
    return new SqlCalls(new Calls(loans, config.retryPolicy(), meter, texts), texts, meter);
  }

  /** Opens a file with the defaults; one that does not exist is made. */
  public static ConcurrentDatabase open(Path file) throws SQLException {
    return open(file, DatabaseConfig.defaults());
  }

  /**
   * Opens a file, which is made when it does not exist.
   *
   * @throws SQLException with SQLState 08001 when it cannot be opened, HY024 when an option is
   *     wrong, 55P03 when another program holds it too long, 08004 when others share it with other
   *     options
   */
  public static ConcurrentDatabase open(Path file, DatabaseConfig config) throws SQLException {
    if (file.toString().isEmpty() || file.toString().startsWith(":memory:")) {
      throw ErrorCode.INVALID_OPTION.exception(
          "'" + file + "' is no file, which is what processes share. Name a file");
    }
    DatabaseId database = Nodes.resolve(file);
    EngineKind engine = Nodes.engineOf(database, config.engine());
    ConnectionPool pool =
        new ConnectionPool(
            config.dataSource(BoltUrl.of(file, engine), engine),
            config.pool(file.getFileName().toString()));
    return new ConcurrentDatabase(file, database, config, engine, pool);
  }

  @Override
  public <T> List<T> query(String sql, RowMapper<? extends T> mapper, Object... parameters)
      throws SQLException {
    return open().query(sql, mapper, Arguments.of(parameters), Cancellation.NONE);
  }

  @Override
  public <T> Stream<T> queryStream(String sql, RowMapper<? extends T> mapper, Object... parameters)
      throws SQLException {
    return open()
        .queryStream(sql, mapper, Arguments.of(parameters), Cancellation.NONE, Cancellation.NONE);
  }

  @Override
  public int execute(String sql, Object... parameters) throws SQLException {
    return open().execute(sql, Arguments.of(parameters), Cancellation.NONE);
  }

  @Override
  public int[] batch(String sql, List<Object[]> rows) throws SQLException {
    return open().batch(sql, rows, Cancellation.NONE);
  }

  /**
   * Runs work in a transaction: committed when it returns, rolled back when it throws, which then
   * arrives here unchanged.
   *
   * <p>The work is run again, from its beginning and on a new transaction, when the transaction
   * lost a conflict (SQLState 40001, at its commit too) or could not reach the database. A
   * transaction in a transaction of the same thread is refused with SQLState 25001, and so is any
   * other call of this database there: use {@code tx}.
   *
   * @throws X what the work throws besides {@link SQLException}
   */
  public <T, X extends Exception> T transaction(TransactionWork<T, X> work) throws SQLException, X {
    return open().transaction(work, Cancellation.NONE);
  }

  /**
   * The same as {@link #query(String, Object...)}, on another thread. Cancelling the future cancels
   * the query. Parameters are not to be changed meanwhile.
   */
  public CompletableFuture<List<Row>> queryAsync(String sql, Object... parameters) {
    return queryAsync(sql, row -> row, parameters);
  }

  /** The same as {@link #query(String, RowMapper, Object...)}, on another thread. */
  public <T> CompletableFuture<List<T>> queryAsync(
      String sql, RowMapper<? extends T> mapper, Object... parameters) {
    return async.start(cancel -> open().query(sql, mapper, Arguments.of(parameters), cancel));
  }

  /** The same as {@link #execute}, on another thread. */
  public CompletableFuture<Integer> executeAsync(String sql, Object... parameters) {
    return async.start(cancel -> open().execute(sql, Arguments.of(parameters), cancel));
  }

  /** The same as {@link #batch}, on another thread. */
  public CompletableFuture<int[]> batchAsync(String sql, List<Object[]> rows) {
    return async.start(cancel -> open().batch(sql, rows, cancel));
  }

  /** The same as {@link #transaction}, on another thread; a cancelled one is rolled back. */
  public <T> CompletableFuture<T> transactionAsync(TransactionWork<T, ?> work) {
    return async.start(cancel -> open().transaction(work, cancel));
  }

  /** What it has done since it was opened, and the connections now. */
  public DatabaseStats stats() {
    return DatabaseStats.of(meter.figures(), pool.stats());
  }

  /**
   * How it fares, as of a second ago at most: whether anything is wrong, why, and what to do. Never
   * fails; of a closed one it says that it is closed.
   */
  public DatabaseHealth health() {
    return monitor.health();
  }

  /** What looks at its health; there listeners are added. It is closed with this database. */
  public HealthMonitor healthMonitor() {
    return monitor;
  }

  /**
   * The locks of this file, which threads of all processes take: on the database as a whole, or on
   * any name. They are closed with this database.
   */
  public DatabaseLockManager locks() throws SQLException {
    synchronized (closing) {
      requireOpen();
      return locks.get();
    }
  }

  /** Who holds and who awaits which lock of this file, in all processes. */
  public LockInfo lockInfo() throws SQLException {
    return locks().lockInfo();
  }

  /**
   * Has the lock on the database as a whole freed from holders that are dead, and asks the living
   * ones to let it go. {@link DatabaseLockManager#forceUnlock(String, dev.bolt.lock.Force)} does
   * more, and for any name.
   *
   * @return what became of each; empty when nobody held it
   */
  public List<UnlockAnswer> forceUnlock() throws SQLException, InterruptedException {
    return locks().forceUnlock(DatabaseLockManager.DATABASE);
  }

  /**
   * A connection of the pool for one user who keeps it, with what SQL sets there. It is taken from
   * the pool by its first call. {@code dev.bolt.session} makes sessions of these.
   *
   * @param name what messages call it
   * @param clock in nanoseconds, which never go back
   * @param owner who is told what happens on it
   */
  public DedicatedConnection dedicate(
      String name, LongSupplier clock, DedicatedConnection.Owner owner) {
    OwnLoans own = new OwnLoans(name, pool, config.connectionTimeout(), clock, owner);
    return new DedicatedConnection(own, calls(own), async.inOrder(name + " of " + file), owner);
  }

  /**
   * Runs something on a thread for asynchronous calls.
   *
   * @return fails with SQLState 53300 when too many wait, 08003 when the database is closed
   */
  public <T> CompletableFuture<T> startAsync(Callable<T> work) {
    return async.start(cancel -> work.call());
  }

  /** The engine of the file. */
  public EngineKind engine() {
    return engine;
  }

  private SqlCalls open() throws SQLException {
    requireOpen();
    return calls;
  }

  private void requireOpen() throws SQLException {
    if (closed) {
      throw ErrorCode.CLOSED.exception(
          "The database " + file + " is closed; ConcurrentDatabase.open opens it again");
    }
  }

  /**
   * Closes it: new calls are refused at once, those that run have the close timeout to end, and are
   * cancelled then. Idempotent; who calls it a second time waits for the first.
   */
  @Override
  public void close() {
    synchronized (closing) {
      if (!closed) {
        closed = true;
        monitor.close();
        async.end();
        pool.awaitIdle(config.closeTimeout());
        pool.close();
        locks.close();
      }
    }
  }

  @Override
  public String toString() {
    return "ConcurrentDatabase of " + file;
  }
}
