package dev.bolt.lock;

/**
 * The clock on the wall: where the counts of a new file begin, and since when a lock is held, for
 * messages. No lock is given or taken by it. Stateless.
 */
final class LockClock {

  /** More than can be counted in a millisecond. */
  private static final int COUNTS_IN_MILLI_BITS = 20;

  private LockClock() {}

  /** Milliseconds since 1970. */
  static long millis() {
    return System.currentTimeMillis();
  }

  /** A number above all that any file has counted to; fits until the year 2248. */
  static long newCount() {
    return millis() << COUNTS_IN_MILLI_BITS;
  }
}
