package dev.bolt.engine;

import dev.bolt.sync.SharedSync;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where those who commit to a SQLite file in WAL mode wait until it is on disk. It comes from
 * above, since this package knows nothing of the files beside a database. Thread-safe.
 */
@FunctionalInterface
public interface SharedSyncs {

  /**
   * Opens the syncs of a file, whose {@code -wal} is there. Whoever opens them closes them.
   *
   * @param file the database
   * @return empty where SQLite has to sync each commit by itself
   */
  Optional<SharedSync> open(Path file);
}
