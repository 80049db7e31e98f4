package dev.bolt.database;

import dev.bolt.DatabaseId;
import dev.bolt.lock.DatabaseLockManager;
import dev.bolt.lock.LockInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The locks of a file, opened when somebody first asks for them. Thread-safe. */
final class LocksOnDemand {

  private static final Logger LOG = LoggerFactory.getLogger(LocksOnDemand.class);

  private static final LockInfo NOBODY = new LockInfo(List.of(), List.of());

  private final Path file;
  private final DatabaseId database;
  private DatabaseLockManager manager;

  LocksOnDemand(Path file, DatabaseId database) {
    this.file = file;
    this.database = database;
  }

  synchronized DatabaseLockManager get() throws SQLException {
    if (manager == null) {
      manager = DatabaseLockManager.open(file);
    }
    return manager;
  }

  /** Who holds and awaits which, in all processes; nobody does where nobody ever has. */
  synchronized LockInfo look() throws SQLException {
    return manager != null || areUsed() ? get().lockInfo() : NOBODY;
  }

  private boolean areUsed() {
    return Files.exists(database.sidecar().resolve("locks"));
  }

  /** Releases what is held, if there ever was anything. */
  synchronized void close() {
    try {
      if (manager != null) {
        manager.close();
      }
    } catch (SQLException e) {
      LOG.warn("The locks of {} were not closed in order: {}", file, e.getMessage());
    }
  }
}
