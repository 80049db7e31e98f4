package dev.bolt.similarity;

import dev.bolt.database.DatabaseStats;

/**
 * What an {@link EinsteinDatabaseAdapter} has done since it was opened, and how it is. Immutable.
 *
 * @param mode whether it may write
 * @param reason why, in a sentence
 * @param exactSearches searches that compared with all vectors that the filter let through
 * @param approximateSearches searches that used the index
 * @param written vectors written
 * @param deleted vectors deleted
 * @param index how the index is
 * @param database what its database has done: times of calls, errors by SQLState, connections
 */
public record AdapterStats(
    Mode mode,
    String reason,
    long exactSearches,
    long approximateSearches,
    long written,
    long deleted,
    IndexState index,
    DatabaseStats database) {

  /** How the database is open. */
  public enum Mode {
    /** Shared with other processes, to read and to write. */
    SHARED,
    /** Only to read, since sharing is not possible here now. */
    READ_ONLY
  }

  /** How many searches there were. */
  public long searches() {
    return exactSearches + approximateSearches;
  }
}
