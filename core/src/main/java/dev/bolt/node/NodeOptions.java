package dev.bolt.node;

import java.time.Duration;
import java.util.Map;

/**
 * How a process takes part in sharing a database. Immutable.
 *
 * @param lockTimeout how long a database that somebody holds is waited for
 * @param hostTimeout how long a host may be silent before a call gives up
 * @param handoverTimeout how long a host that leaves waits for the transactions of others
 * @param mayHost whether this process may become host
 * @param readOnly whether sessions refuse to write
 * @param engineOptions options of the engine, by its own names
 */
public record NodeOptions(
    Duration lockTimeout,
    Duration hostTimeout,
    Duration handoverTimeout,
    boolean mayHost,
    boolean readOnly,
    Map<String, String> engineOptions) {

  /** Half a minute for what others hold, ten seconds for a hand-over, the engine's own defaults. */
  public static final NodeOptions DEFAULTS =
      new NodeOptions(
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          true,
          false,
          Map.of());

  public NodeOptions {
    engineOptions = Map.copyOf(engineOptions);
  }
}
