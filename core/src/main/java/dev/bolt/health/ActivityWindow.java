package dev.bolt.health;

import dev.bolt.metrics.CallFigures;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What calls came to in the last minute, out of what they came to in all. It keeps five moments at
 * most, a quarter of a minute apart; each is 0.1 MB. Confined to one thread.
 */
final class ActivityWindow {

  static final Duration LENGTH = Duration.ofMinutes(1);
  private static final long LENGTH_NANOS = LENGTH.toNanos();
  private static final long STEP_NANOS = LENGTH_NANOS / 4;

  private record Moment(long nanos, CallFigures figures) {}

  private final Deque<Moment> moments = new ArrayDeque<>();

  /**
   * Begins.
   *
   * @param nanos the time of {@link System#nanoTime}
   */
  ActivityWindow(long nanos, CallFigures figures) {
    moments.add(new Moment(nanos, figures));
  }

  /** The last minute before a moment, which is no earlier than those before. */
  Activity until(long nanos, CallFigures figures) {
    Moment begin = moments.getFirst();
    Activity activity =
        Activity.of(Duration.ofNanos(nanos - begin.nanos), figures.since(begin.figures));
    if (nanos - moments.getLast().nanos >= STEP_NANOS) {
      moments.add(new Moment(nanos, figures));
    }
    while (moments.size() > 1 && nanos - second().nanos >= LENGTH_NANOS) {
      moments.removeFirst();
    }
    return activity;
  }

  private Moment second() {
    return moments.stream().skip(1).findFirst().orElseThrow();
  }
}
