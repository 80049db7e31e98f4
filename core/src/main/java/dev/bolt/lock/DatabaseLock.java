package dev.bolt.lock;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A lock that is held, until it is closed. Any thread may close it. Thread-safe.
 *
 * <p>An owner may acquire it again, and holds it until he has closed it as often. Once nothing but
 * shared ones are left of a lock that was exclusive, it is shared.
 */
public final class DatabaseLock implements AutoCloseable {

  private final LocalLocks locks;
  private final Held held;
  private final LockMode mode;
  private final AtomicBoolean closed = new AtomicBoolean();

  DatabaseLock(LocalLocks locks, Held held, LockMode mode) {
    this.locks = locks;
    this.held = held;
    this.mode = mode;
  }

  /** The name it was acquired by. */
  public String name() {
    return held.name().toString();
  }

  /** How it was acquired. */
  public LockMode mode() {
    return mode;
  }

  /**
   * A number that is larger than that of everybody who had a lock of this database before. What the
   * lock protects can refuse whoever comes with a smaller one than it has seen.
   */
  public long fencingToken() {
    return held.token();
  }

  /**
   * Whether the lock is held: not closed, not lost with its file, not taken by force. It may be
   * lost right after the answer; where that matters, the token decides. Costs a look at the file
   * system.
   */
  public boolean isValid() {
    try {
      return !closed.get() && locks.isValid(held);
    } catch (SQLException e) {
      // The folder is gone and cannot be made again: what was held there is lost.
      return false;
    }
  }

  /**
   * Releases the lock. Does nothing when that has been done, when the manager is closed, or when
   * the lock was taken by force.
   *
   * @throws SQLException with SQLState 55000 when the lock was lost with its file, so that others
   *     may have held it meanwhile
   */
  @Override
  public void close() throws SQLException {
    if (closed.compareAndSet(false, true)) {
      locks.release(held, mode);
    }
  }
}
