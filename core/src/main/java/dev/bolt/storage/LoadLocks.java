package dev.bolt.storage;

import dev.bolt.ErrorCode;
import dev.bolt.lock.DatabaseLock;
import dev.bolt.lock.DatabaseLockManager;
import dev.bolt.lock.LockMode;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The named locks of keys that are loaded: one process has that of a key at a time, and it goes
 * with him. Thread-safe.
 *
 * @param locks the locks of the database
 * @param timeout how long one is waited for
 */
record LoadLocks(DatabaseLockManager locks, Duration timeout) {

  private static final Logger LOG = LoggerFactory.getLogger(LoadLocks.class);
  private static final String PREFIX = "load:";

  /** A key that is longer stands there by its digest. */
  private static final int MAX_BYTES = 200;

  /** Waits until nobody loads a key, and loads it then. */
  DatabaseLock acquire(String key) throws SQLException {
    return acquire(key, LockMode.EXCLUSIVE);
  }

  /** Waits until nobody loads a key. All who wait for that go on together. */
  DatabaseLock awaitEnd(String key) throws SQLException {
    return acquire(key, LockMode.SHARED);
  }

  private DatabaseLock acquire(String key, LockMode mode) throws SQLException {
    try {
      return locks.acquire(name(key), mode, timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(key, e);
    }
  }

  static SQLException interrupted(String key, InterruptedException cause) {
    return ErrorCode.INTERRUPTED.exception(
        "The thread was interrupted while it waited for the load of '" + key + "'", cause);
  }

  Optional<DatabaseLock> tryAcquire(String key) throws SQLException {
    return locks.tryAcquire(name(key), LockMode.EXCLUSIVE);
  }

  /** Lets a lock go. One that was lost with its file let others load the same, which is no harm. */
  static void release(DatabaseLock lock) {
    try {
      lock.close();
    } catch (SQLException e) {
      LOG.debug("The lock {} was lost: {}", lock.name(), e.getMessage());
    }
  }

  private static String name(String key) {
    return key.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES
        ? PREFIX + key
        : PREFIX + "#" + DirectoryTier.digest(key);
  }
}
