package dev.bolt.cache;

import dev.bolt.ErrorCode;
import dev.bolt.lock.DatabaseLock;
import dev.bolt.lock.DatabaseLockManager;
import dev.bolt.lock.LockMode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The named locks of those who change something in a cache, in all processes: who changes a key has
 * the lock of everything shared and that of its stripe alone; who changes many keys has that of
 * everything alone. Thread-safe.
 *
 * @param locks the locks of the database
 * @param timeout how long one is waited for
 */
record ChangeLocks(DatabaseLockManager locks, Duration timeout) {

  static final String PREFIX = "cache:";

  private static final Logger LOG = LoggerFactory.getLogger(ChangeLocks.class);
  private static final String ALL = PREFIX + "all";

  /** A lock, or two, until they are released. */
  static final class Hold {
    private final DatabaseLock first;
    private final DatabaseLock second;

    private Hold(DatabaseLock first, DatabaseLock second) {
      this.first = first;
      this.second = second;
    }

    /** Releases what is held. */
    void release() {
      if (second != null) {
        ChangeLocks.release(second);
      }
      ChangeLocks.release(first);
    }
  }

  /** The right to change the keys of a stripe. */
  Hold stripe(int stripe) throws SQLException {
    DatabaseLock all = acquire(ALL, LockMode.SHARED);
    try {
      return new Hold(all, acquire(name(stripe), LockMode.EXCLUSIVE));
    } catch (SQLException | RuntimeException e) {
      release(all);
      throw e;
    }
  }

  /** The right to change everything. */
  Hold everything() throws SQLException {
    return new Hold(acquire(ALL, LockMode.EXCLUSIVE), null);
  }

  /** The right to change the keys of a stripe, or everything, if nobody is in the way. */
  Optional<Hold> trySeize(int stripe) throws SQLException {
    if (stripe == VersionFile.EVERYTHING) {
      return locks.tryAcquire(ALL, LockMode.EXCLUSIVE).map(all -> new Hold(all, null));
    }
    Optional<DatabaseLock> all = locks.tryAcquire(ALL, LockMode.SHARED);
    if (all.isEmpty()) {
      return Optional.empty();
    }
    Optional<DatabaseLock> one = locks.tryAcquire(name(stripe), LockMode.EXCLUSIVE);
    if (one.isEmpty()) {
      release(all.get());
    }
    return one.map(lock -> new Hold(all.get(), lock));
  }

  /** Another lock of the cache. */
  Hold named(String name) throws SQLException {
    return new Hold(acquire(PREFIX + name, LockMode.EXCLUSIVE), null);
  }

  /** The same if nobody has it. */
  Optional<Hold> tryNamed(String name) throws SQLException {
    return locks.tryAcquire(PREFIX + name, LockMode.EXCLUSIVE).map(lock -> new Hold(lock, null));
  }

  private static String name(int stripe) {
    return PREFIX + stripe;
  }

  private DatabaseLock acquire(String name, LockMode mode) throws SQLException {
    try {
      return locks.acquire(name, mode, timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ErrorCode.INTERRUPTED.exception(
          "The thread was interrupted while it waited to change the cache; nothing is changed", e);
    }
  }

  // Who has lost a lock with its file may have changed something beside others. The versions tell
  // that by themselves: see VersionFile#end.
  private static void release(DatabaseLock lock) {
    try {
      lock.close();
    } catch (SQLException e) {
      LOG.debug("A lock of a cache was lost: {}", e.getMessage());
    }
  }
}
