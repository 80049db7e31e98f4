package dev.bolt.database;

import dev.bolt.ErrorCode;
import dev.bolt.lock.DeadlockWatch;
import dev.bolt.lock.LockOwner;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * A connection of a {@link ConcurrentDatabase} that one user keeps: what SQL sets on it, and its
 * temporary objects, stay until the end. It is what sessions are made of.
 *
 * <p>It is taken from the pool by the first call. Calls outside of a transaction are transactions
 * of their own, and are run again where that is safe, as those of the database. Threads that share
 * it wait for each other, as long as the connection timeout says; while one is in a transaction the
 * others wait for its end. A stream does not keep others waiting. Thread-safe.
 */
public final class DedicatedConnection implements SqlOperations {

  /** Whose connection it is; told by the threads that use it, and must not block. */
  public interface Owner {
    /** Who has its locks: they count where a call waits and closes a circle. */
    LockOwner lockOwner();

    /** A call or transaction has got the connection. */
    void begins();

    /** A transaction was committed that has taken a time, retries and waiting included. */
    void committed(Duration time);

    /** A try of a transaction was rolled back. */
    void rolledBack();

    /** The end was said since the connection could not be rolled back. */
    void lost();

    /** All connections are in use: what to tell the caller. */
    SQLException noConnection(SQLException failure);
  }

  /**
   * A call or transaction that is under way.
   *
   * @param thread whose it is
   * @param since when it got the connection, on the clock that was given
   */
  public record Use(Thread thread, long since) {}

  private final OwnLoans own;
  private final SqlCalls calls;
  private final AsyncCalls async;
  private final Owner owner;

  DedicatedConnection(OwnLoans own, SqlCalls calls, AsyncCalls async, Owner owner) {
    this.own = own;
    this.calls = calls;
    this.async = async;
    this.owner = owner;
  }

  private SqlCalls open() throws SQLException {
    own.requireOpen();
    return calls;
  }

  @Override
  public <T> List<T> query(String sql, RowMapper<? extends T> mapper, Object... parameters)
      throws SQLException {
    return query(sql, mapper, Arguments.of(parameters), new Cancellation());
  }

  private <T> List<T> query(
      String sql, RowMapper<? extends T> mapper, Object[] arguments, Cancellation cancellation)
      throws SQLException {
    DeadlockWatch.Acting acting = act();
    try {
      return open().query(sql, mapper, arguments, cancellation);
    } finally {
      acting.close();
    }
  }

  private DeadlockWatch.Acting act() {
    return DeadlockWatch.ofProcess().actFor(owner.lockOwner());
  }

  @Override
  public <T> Stream<T> queryStream(String sql, RowMapper<? extends T> mapper, Object... parameters)
      throws SQLException {
    RowMapper<T> reader =
        row -> {
          own.touch();
          return mapper.map(row);
        };
    return open()
        .queryStream(sql, reader, Arguments.of(parameters), new Cancellation(), own.reading());
  }

  @Override
  public int execute(String sql, Object... parameters) throws SQLException {
    return execute(sql, Arguments.of(parameters), new Cancellation());
  }

  private int execute(String sql, Object[] arguments, Cancellation cancellation)
      throws SQLException {
    DeadlockWatch.Acting acting = act();
    try {
      return open().execute(sql, arguments, cancellation);
    } finally {
      acting.close();
    }
  }

  @Override
  public int[] batch(String sql, List<Object[]> rows) throws SQLException {
    return batch(sql, rows, new Cancellation());
  }

  private int[] batch(String sql, List<Object[]> rows, Cancellation cancellation)
      throws SQLException {
    DeadlockWatch.Acting acting = act();
    try {
      return open().batch(sql, rows, cancellation);
    } finally {
      acting.close();
    }
  }

  /** As {@link ConcurrentDatabase#transaction}, on this connection. */
  public <T, X extends Exception> T transaction(TransactionWork<T, X> work) throws SQLException, X {
    return transaction(work, new Cancellation());
  }

  private <T, X extends Exception> T transaction(
      TransactionWork<T, X> work, Cancellation cancellation) throws SQLException, X {
    long start = System.nanoTime();
    T result;
    DeadlockWatch.Acting acting = act();
    try {
      result = open().transaction(work, cancellation);
    } finally {
      acting.close();
    }
    owner.committed(Duration.ofNanos(System.nanoTime() - start));
    return result;
  }

  /** As {@link ConcurrentDatabase#queryAsync}; asynchronous calls are run in their order. */
  public <T> CompletableFuture<List<T>> queryAsync(
      String sql, RowMapper<? extends T> mapper, Object... parameters) {
    return async.start(cancel -> query(sql, mapper, Arguments.of(parameters), cancel));
  }

  /** As {@link ConcurrentDatabase#executeAsync}, in order. */
  public CompletableFuture<Integer> executeAsync(String sql, Object... parameters) {
    return async.start(cancel -> execute(sql, Arguments.of(parameters), cancel));
  }

  /** As {@link ConcurrentDatabase#batchAsync}, in order. */
  public CompletableFuture<int[]> batchAsync(String sql, List<Object[]> rows) {
    return async.start(cancel -> batch(sql, rows, cancel));
  }

  /** As {@link ConcurrentDatabase#transactionAsync}, in order. */
  public <T> CompletableFuture<T> transactionAsync(TransactionWork<T, ?> work) {
    return async.start(cancel -> transaction(work, cancel));
  }

  /** The call or transaction that is under way. */
  public Optional<Use> use() {
    return own.use();
  }

  /** When it was used last, on the clock that was given. */
  public long lastUsed() {
    return own.lastUsed();
  }

  /** Says that somebody uses it, in another way than by a call. */
  public void touch() {
    own.touch();
  }

  /** Whether the end was not yet said. */
  public boolean isOpen() {
    return own.isOpen();
  }

  /** Requires that the end was not yet said; fails with its reason. */
  public void requireOpen() throws SQLException {
    own.requireOpen();
  }

  /**
   * Refuses calls from now on, and ends the streams. What is under way goes on; the connection goes
   * back to the pool after it, or with {@link #awaitFree}.
   *
   * @param code the failure of later calls
   * @param message what they are told
   * @return false when it was said before, with another reason
   */
  public boolean end(ErrorCode code, String message) {
    return own.end(code, message);
  }

  /** The same if nobody has used it for a time; the connection is given back at once. */
  public boolean endIfIdle(Duration time, ErrorCode code, String message) {
    return own.endIfIdle(time.toNanos(), code, message);
  }

  /**
   * Waits until nothing is under way, and gives the connection back if the end was said.
   *
   * @return false when something is after the limit, or is of this thread, or the thread is
   *     interrupted, and stays so
   */
  public boolean awaitFree(Duration limit) {
    return own.awaitFree(limit);
  }

  /**
   * Cancels what has been under way for a time: its statement ends, its transaction is rolled back
   * at once, and its owner is told by its next statement, or at its commit.
   *
   * @param code the failure it is told
   * @param message the reason
   * @param before run before its owner can be told, where this cancels something; short
   * @return false when there is nothing such, or it was cancelled before
   */
  public boolean stop(Duration time, ErrorCode code, String message, Runnable before) {
    return own.stop(time.toNanos(), code, message, before);
  }

  /**
   * Whether what is under way was cancelled and is rolled back: there is nothing to wait for, even
   * if its owner is busy with something else and has not noticed.
   */
  public boolean isStopped() {
    return own.isStopped();
  }
}
