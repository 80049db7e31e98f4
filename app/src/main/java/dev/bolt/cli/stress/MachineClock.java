package dev.bolt.cli.stress;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Microseconds since 1970, from a clock that never goes backwards within a process and agrees
 * between the processes of a machine as well as the system's time does. Thread-safe.
 */
final class MachineClock {

  private static final long START_NANOS = System.nanoTime();
  private static final long START_MICROS = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());

  private MachineClock() {}

  static long micros() {
    return START_MICROS + (System.nanoTime() - START_NANOS) / 1000;
  }

  /** Sleeps until a moment; returns at once when it has passed. */
  static void sleepUntil(long micros) throws InterruptedException {
    for (long left = micros - micros(); left > 0; left = micros - micros()) {
      Thread.sleep(left / 1000, (int) (left % 1000) * 1000);
    }
  }
}
