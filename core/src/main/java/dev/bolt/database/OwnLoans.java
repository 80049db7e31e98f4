package dev.bolt.database;

import dev.bolt.ErrorCode;
import dev.bolt.pool.ConnectionPool;
import dev.bolt.pool.Lease;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * The one connection of a {@link DedicatedConnection}, which calls take in turn. It comes from the
 * pool with the first call, and goes back when the end was said and nobody is in it.
 *
 * <p>Thread-safe. The lease is guarded by the turn.
 */
final class OwnLoans implements Loans {

  /**
   * Who has the turn.
   *
   * @param since when the connection was there
   */
  private record User(Thread thread, long since, Cancellation call) {}

  /** Why there are no calls any more. */
  private record End(ErrorCode code, String message) {}

  private final String name;
  private final ConnectionPool pool;
  private final Duration patience;
  private final LongSupplier clock;
  private final DedicatedConnection.Owner owner;
  private final ReentrantLock turn = new ReentrantLock(true);
  private final AtomicReference<End> end = new AtomicReference<>();
  private final Cancellation reading = new Cancellation();
  private volatile User user;
  private volatile long lastUsed;
  private Lease lease;

  /**
   * No connection yet.
   *
   * @param patience how long a call waits for its turn
   */
  OwnLoans(
      String name,
      ConnectionPool pool,
      Duration patience,
      LongSupplier clock,
      DedicatedConnection.Owner owner) {
    this.name = name;
    this.pool = pool;
    this.patience = patience;
    this.clock = clock;
    this.owner = owner;
    this.lastUsed = clock.getAsLong();
  }

  void requireOpen() throws SQLException {
    End over = end.get();
    if (over != null) {
      throw over.code.exception(over.message);
    }
  }

  boolean isOpen() {
    return end.get() == null;
  }

  @Override
  public Loan borrow(Cancellation call) throws SQLException {
    requireOpen();
    takeTurn();
    try {
      requireOpen();
      if (lease == null) {
        lease = connect();
      }
      user = new User(Thread.currentThread(), clock.getAsLong(), call);
    } catch (Throwable e) {
      giveTurn();
      throw e;
    }
    owner.begins();
    return new Turn();
  }

  private void takeTurn() throws SQLException {
    if (turn.isHeldByCurrentThread()) {
      throw ErrorCode.TRANSACTION_STATE.exception(
          "A call on "
              + name
              + " inside of a call of its own, such as in a row mapper: read the rows first, or use"
              + " queryStream()");
    }
    try {
      if (turn.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ErrorCode.INTERRUPTED.exception(
          "The thread was interrupted while it waited for its turn on " + name, e);
    }
    User other = user;
    String who = other == null ? "" : " Thread " + other.thread.getName() + " has it.";
    throw ErrorCode.POOL_EXHAUSTED.exception(
        "Other threads have used "
            + name
            + " for "
            + patience.toMillis() / 1000.0
            + " s, and it has one connection."
            + who
            + " Use a session for each thread, or raise connectionTimeout");
  }

  private Lease connect() throws SQLException {
    try {
      return pool.borrow();
    } catch (SQLException e) {
      throw ErrorCode.POOL_EXHAUSTED.is(e) ? owner.noConnection(e) : e;
    }
  }

  /** The connection for one call. Confined to its thread. */
  private final class Turn implements Loan {
    private boolean over;

    @Override
    public Connection connection() {
      return lease.connection();
    }

    @Override
    public void discard() {
      lease.discard();
    }

    @Override
    public Loan forRows() {
      close();
      return null;
    }

    @Override
    public void close() {
      if (!over) {
        over = true;
        tidy();
        touch();
        user = null;
        giveTurn();
      }
    }
  }

  /** Rolls back what was not committed; a connection on which that fails is the last one. */
  private void tidy() {
    try {
      Connection connection = lease.connection();
      if (!connection.getAutoCommit()) {
        owner.rolledBack();
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      lease.discard();
      end(
          ErrorCode.SESSION_STATE_LOST,
          "The connection of "
              + name
              + " could not be rolled back, so that it has ended. Open another one. The reason: "
              + e.getMessage());
      owner.lost();
    }
  }

  /** Somebody uses what he has of the connection. */
  void touch() {
    lastUsed = clock.getAsLong();
  }

  /** Who may cancel the streams. */
  Cancellation reading() {
    return reading;
  }

  private void giveTurn() {
    turn.unlock();
    // Who said the end while the turn was held has left the rest to its holder.
    if (!isOpen() && turn.tryLock()) {
      giveBackAndTurn();
    }
  }

  private void giveBackAndTurn() {
    try {
      if (!isOpen() && lease != null) {
        lease.close();
        lease = null;
      }
    } finally {
      turn.unlock();
    }
  }

  /** Refuses calls from now on, with a reason; false when another one was said before. */
  boolean end(ErrorCode code, String message) {
    boolean first = end.compareAndSet(null, new End(code, message));
    if (first) {
      reading.cancel(code, message);
    }
    return first;
  }

  /** The same if nobody has used it for a time. */
  boolean endIfIdle(long nanos, ErrorCode code, String message) {
    if (!turn.tryLock()) {
      return false;
    }
    try {
      return user == null && clock.getAsLong() - lastUsed >= nanos && end(code, message);
    } finally {
      giveBackAndTurn();
    }
  }

  /** Waits until nobody uses it; false when it is in use still, or the thread is interrupted. */
  boolean awaitFree(Duration limit) {
    if (turn.isHeldByCurrentThread()) {
      return false;
    }
    try {
      if (!turn.tryLock(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        return false;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    giveBackAndTurn();
    return true;
  }

  /** Cancels the call that has been under way for a time. */
  boolean stop(long nanos, ErrorCode code, String message, Runnable before) {
    User now = user;
    if (now == null || clock.getAsLong() - now.since < nanos) {
      return false;
    }
    return now.call.cancel(code, message, before);
  }

  /** Whether what is under way was cancelled and does nothing any more, but has not returned. */
  boolean isStopped() {
    User now = user;
    return now != null && now.call.isDone();
  }

  Optional<DedicatedConnection.Use> use() {
    User now = user;
    return now == null
        ? Optional.empty()
        : Optional.of(new DedicatedConnection.Use(now.thread, now.since));
  }

  long lastUsed() {
    return lastUsed;
  }
}
