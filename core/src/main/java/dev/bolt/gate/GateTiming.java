package dev.bolt.gate;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How long who waits for what; all in nanoseconds.
 *
 * @param slice how long a turn lasts, if somebody waits
 * @param idle after how long without an entry a turn may be taken before its slice is over
 * @param step how much later each waiter further behind does what the first one has not done
 * @param suspicious after how long inside a holder is examined first, whether he is dead
 * @param examination how long until he is examined again, at least; a fifth of the most
 * @param stopped after how long inside a stopped process is passed over
 * @param running after how long inside a process that runs is passed over
 */
record GateTiming(
    long slice,
    long idle,
    long step,
    long suspicious,
    long examination,
    long stopped,
    long running) {

  /** What the measurements in decision 11 have led to. */
  static final GateTiming DEFAULT =
      new GateTiming(
          TimeUnit.MILLISECONDS.toNanos(2),
          TimeUnit.MICROSECONDS.toNanos(20),
          TimeUnit.MILLISECONDS.toNanos(5),
          TimeUnit.MILLISECONDS.toNanos(5),
          TimeUnit.MILLISECONDS.toNanos(20),
          TimeUnit.SECONDS.toNanos(1),
          TimeUnit.SECONDS.toNanos(5));

  GateTiming {
    if (slice <= 0 || idle <= 0 || step <= 0 || suspicious <= 0 || examination <= 0) {
      throw new IllegalArgumentException("All times are positive");
    }
  }

  /** The same with other patience with holders that are alive. */
  GateTiming withPatience(Duration withStopped, Duration withRunning) {
    return new GateTiming(
        slice, idle, step, suspicious, examination, withStopped.toNanos(), withRunning.toNanos());
  }
}
