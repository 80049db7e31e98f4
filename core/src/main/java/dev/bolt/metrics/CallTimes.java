package dev.bolt.metrics;

import java.time.Duration;
import org.HdrHistogram.AbstractHistogram;

/**
 * How long calls of a kind took that succeeded, retries and waiting included. Immutable.
 *
 * @param count how many there were
 * @param mean their mean, exact to one per cent, as the others
 * @param median half of them took no longer
 * @param p99 of a hundred, ninety-nine took no longer
 * @param max the slowest, up to an hour
 */
public record CallTimes(long count, Duration mean, Duration median, Duration p99, Duration max) {

  static CallTimes of(AbstractHistogram nanos) {
    return new CallTimes(
        nanos.getTotalCount(),
        Duration.ofNanos((long) nanos.getMean()),
        Duration.ofNanos(nanos.getValueAtPercentile(50)),
        Duration.ofNanos(nanos.getValueAtPercentile(99)),
        Duration.ofNanos(nanos.getMaxValue()));
  }

  /** How long all of them took together. */
  public Duration total() {
    return mean.multipliedBy(count);
  }

  /** {@code 12 calls, mean 0.021 ms, median …}. */
  @Override
  public String toString() {
    return "%d calls, mean %s, median %s, p99 %s, max %s"
        .formatted(count, millis(mean), millis(median), millis(p99), millis(max));
  }

  private static String millis(Duration time) {
    return "%.3f ms".formatted(time.toNanos() / 1e6);
  }
}
