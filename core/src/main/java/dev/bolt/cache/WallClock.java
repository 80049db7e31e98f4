package dev.bolt.cache;

import java.time.Clock;
import java.time.Duration;

/**
 * The clock by which values age and expire: the one on the wall, unless a user has injected another
 * one. Nothing else is decided by it. Immutable.
 *
 * @param clock the clock
 */
record WallClock(Clock clock) {

  /** When a value that never expires does. */
  static final long NEVER = Long.MAX_VALUE;

  /** The one on the wall. */
  static Clock onTheWall() {
    return Clock.systemUTC();
  }

  /** Milliseconds since 1970. */
  long millis() {
    return clock.millis();
  }

  /** When something expires that lives so long from a moment. */
  static long after(long millis, Duration life) {
    try {
      return Math.addExact(millis, life.toMillis());
    } catch (ArithmeticException e) {
      return NEVER;
    }
  }
}
