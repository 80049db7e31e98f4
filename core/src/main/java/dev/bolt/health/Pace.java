package dev.bolt.health;

import java.time.Duration;

/**
 * When to look again: after the interval, or later where looks are dear, as on a machine with very
 * many processes, so that they never take more than one part in two hundred of a processor.
 * Immutable.
 *
 * @param interval the pause that is wanted
 */
record Pace(Duration interval) {

  private static final int SHARE = 200;

  /** The pause after a look that took so many nanoseconds of a processor. */
  long nanosAfter(long processorNanos) {
    return Math.max(interval.toNanos(), SHARE * processorNanos);
  }
}
