package dev.bolt.pool;

import java.time.Duration;
import java.util.Optional;

/**
 * The connections of a pool at a moment. Immutable.
 *
 * @param maximum how many there may be
 * @param total how many there are
 * @param active how many are in use
 * @param idle how many are free
 * @param waiting how many threads wait for one
 * @param longest who has had one for the longest time; empty while none is in use
 * @param stalled for how long nobody has got one though somebody waits; zero while nobody waits
 */
public record PoolStats(
    int maximum,
    int total,
    int active,
    int idle,
    int waiting,
    Optional<Holder> longest,
    Duration stalled) {

  /**
   * A thread that has taken a connection, which it may have passed on to another one.
   *
   * @param thread its name
   * @param held for how long it has had the connection
   */
  public record Holder(String thread, Duration held) {}

  /** In one line: {@code total=8, active=8, idle=0, waiting=3}. */
  @Override
  public String toString() {
    return "total=" + total + ", active=" + active + ", idle=" + idle + ", waiting=" + waiting;
  }
}
