package dev.bolt.database;

import dev.bolt.lock.DatabaseLockManager;
import java.nio.file.Path;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The locks of a file, opened when somebody first asks for them. Thread-safe. */
final class LocksOnDemand {

  private static final Logger LOG = LoggerFactory.getLogger(LocksOnDemand.class);

  private final Path file;
  private DatabaseLockManager manager;

  LocksOnDemand(Path file) {
    this.file = file;
  }

  synchronized DatabaseLockManager get() throws SQLException {
    if (manager == null) {
      manager = DatabaseLockManager.open(file);
    }
    return manager;
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
