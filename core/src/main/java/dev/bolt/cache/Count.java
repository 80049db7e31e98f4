package dev.bolt.cache;

/** What all processes count together; the ordinal is the place in the file: append only. */
enum Count {
  /** Values that came from the memory of the process that asked. */
  MEMORY_HITS,
  /** Values that came from the database. */
  DATABASE_HITS,
  /** Keys that were asked for and not there. */
  MISSES,
  /** Values that were put, by users, loads and queries. */
  PUTS,
  /** Values that were removed by key, by tag or by clear. */
  REMOVALS,
  /** Values that had to go since there were too many. */
  EVICTIONS,
  /** Values that were deleted after their time. */
  EXPIRATIONS
}
