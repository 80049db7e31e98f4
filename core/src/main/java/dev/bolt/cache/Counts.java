package dev.bolt.cache;

import java.sql.SQLException;

/**
 * The numbers that all processes count together, in the file of versions. Thread-safe.
 *
 * @param versions where they stand
 * @param block in which block this process counts
 */
record Counts(Versions versions, int block) {

  void add(Count what, long by) throws SQLException {
    add(versions.file(), what, by);
  }

  /** The same in a file that the caller has at hand. */
  void add(VersionFile file, Count what, long by) {
    if (by != 0) {
      file.count(block, what, by);
    }
  }

  long sum(Count what) throws SQLException {
    return versions.file().sum(what);
  }
}
