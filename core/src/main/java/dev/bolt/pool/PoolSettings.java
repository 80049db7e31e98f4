package dev.bolt.pool;

import java.time.Duration;

/**
 * How a pool works. Immutable.
 *
 * @param name what its messages call it, and its threads, with {@code bolt-} before it
 * @param maxConnections how many connections it has at most, at least 1
 * @param connectionTimeout how long to wait for a connection that is free, at least {@link
 *     #SHORTEST_TIMEOUT}
 * @param reuse whether a connection that comes back is used again; else each is closed after its
 *     use, and the pool only limits their number
 */
public record PoolSettings(
    String name, int maxConnections, Duration connectionTimeout, boolean reuse) {

  /** The shortest time to wait for a connection: HikariCP takes none below. */
  public static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(250);

  /**
   * Checks them.
   *
   * @throws IllegalArgumentException when one is out of its range
   */
  public PoolSettings {
    if (maxConnections < 1) {
      throw new IllegalArgumentException(
          "A pool needs at least one connection, not " + maxConnections);
    }
    if (connectionTimeout.compareTo(SHORTEST_TIMEOUT) < 0) {
      throw new IllegalArgumentException(
          "The connection timeout is at least 250 ms, not " + connectionTimeout.toMillis() + " ms");
    }
  }

  /** Eight connections, thirty seconds. */
  public static PoolSettings defaults(String name) {
    return new PoolSettings(name, 8, Duration.ofSeconds(30), true);
  }
}
