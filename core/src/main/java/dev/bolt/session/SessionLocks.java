package dev.bolt.session;

import dev.bolt.database.ConcurrentDatabase;
import dev.bolt.lock.DatabaseLock;
import dev.bolt.lock.LockMode;
import dev.bolt.lock.LockOwner;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The locks that a session has acquired, which it releases at its end. Thread-safe. */
final class SessionLocks {
  private static final Logger LOG = LoggerFactory.getLogger(SessionLocks.class);
  private static final int FEW = 16;

  private final ConcurrentDatabase database;
  private final LockOwner owner;
  private final List<DatabaseLock> acquired = new ArrayList<>();
  private int many = FEW;
  private boolean over;

  SessionLocks(ConcurrentDatabase database, LockOwner owner) {
    this.database = database;
    this.owner = owner;
  }

  LockOwner owner() {
    return owner;
  }

  /**
   * As {@link dev.bolt.lock.DatabaseLockManager#acquire(LockOwner, String, LockMode, Duration)};
   * the lock is released already where the session has ended meanwhile.
   */
  DatabaseLock acquire(String name, LockMode mode, Duration timeout)
      throws SQLException, InterruptedException {
    DatabaseLock lock = database.locks().acquire(owner, name, mode, timeout);
    if (!keep(lock)) {
      lock.close();
    }
    return lock;
  }

  /** False when the session has ended meanwhile. */
  private synchronized boolean keep(DatabaseLock lock) {
    if (acquired.size() >= many) {
      acquired.removeIf(each -> !each.isValid());
      many = Math.max(FEW, 2 * acquired.size());
    }
    acquired.add(lock);
    return !over;
  }

  /** Releases them all; those that were released do not mind. */
  void releaseAll() {
    List<DatabaseLock> left;
    synchronized (this) {
      over = true;
      left = List.copyOf(acquired);
      acquired.clear();
    }
    for (DatabaseLock lock : left) {
      try {
        lock.close();
      } catch (SQLException e) {
        LOG.warn("A lock of {} was not released in order: {}", owner, e.getMessage());
      }
    }
  }
}
