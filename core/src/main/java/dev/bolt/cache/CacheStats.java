package dev.bolt.cache;

/**
 * What a cache holds, and what all processes have done with it since the folder beside its file was
 * made. Immutable.
 *
 * @param memoryHits how often a value came from the memory of the process that asked
 * @param databaseHits how often one came from the database
 * @param misses how often there was none
 * @param puts how many values were put, by users, loads and queries
 * @param removals how many were removed, by key, by tag or by clear
 * @param evictions how many had to go since there were too many
 * @param expirations how many were deleted after their time
 * @param entries how many values it holds now, those too that have expired and are not yet deleted
 * @param bytes how many bytes of keys and values these are
 * @param memoryEntries how many of them this process has in its memory, about
 */
public record CacheStats(
    long memoryHits,
    long databaseHits,
    long misses,
    long puts,
    long removals,
    long evictions,
    long expirations,
    long entries,
    long bytes,
    long memoryEntries) {

  /** How often there was a value. */
  public long hits() {
    return memoryHits + databaseHits;
  }

  /** The part of the questions that had an answer, from 0 to 1; 0 when nobody has asked. */
  public double hitRate() {
    long all = hits() + misses;
    return all == 0 ? 0 : (double) hits() / all;
  }
}
