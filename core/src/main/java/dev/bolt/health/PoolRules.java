package dev.bolt.health;

import dev.bolt.health.HealthProblem.Area;
import dev.bolt.pool.PoolStats;
import java.time.Duration;
import java.util.List;

/** When the connections of this process are too few. Stateless. */
final class PoolRules {

  /** Threads that wait for a moment while others come and go are what a pool is for. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private PoolRules() {}

  static List<HealthProblem> problems(PoolStats pool) {
    if (pool.stalled().compareTo(PATIENCE) < 0) {
      return List.of();
    }
    String longest =
        pool.longest()
            .map(
                holder ->
                    "; thread "
                        + holder.thread()
                        + " has had one for "
                        + holder.held().toSeconds()
                        + " s")
            .orElse("");
    return List.of(
        HealthProblem.degraded(
            Area.POOL,
            pool.waiting()
                + (pool.waiting() == 1 ? " thread waits" : " threads wait")
                + " for a connection, and nobody has got one for "
                + pool.stalled().toSeconds()
                + " s ("
                + pool
                + ")"
                + longest,
            "Close streams and end transactions sooner, or raise maxConnections ("
                + pool.maximum()
                + ")"));
  }
}
