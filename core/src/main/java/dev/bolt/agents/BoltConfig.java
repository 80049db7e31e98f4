package dev.bolt.agents;

import dev.bolt.database.DatabaseConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How a {@link Bolt} works. Immutable: each {@code with} returns another one.
 *
 * @param agents how many work at once, 1 to 1,000
 * @param databases which are opened at the start; others are when they are asked for
 * @param database how databases are opened; an agent waits for a connection where there are fewer
 *     than agents
 * @param queue how many tasks may wait for an agent
 * @param healthInterval how often the databases are asked whether they answer
 * @param shutdownTimeout how long tasks that run have to end when it is closed
 */
public record BoltConfig(
    int agents,
    List<Path> databases,
    DatabaseConfig database,
    int queue,
    Duration healthInterval,
    Duration shutdownTimeout) {
  private static final int MOST_AGENTS = 1_000;
  private static final BoltConfig DEFAULTS =
      new BoltConfig(
          8,
          List.of(),
          DatabaseConfig.defaults(),
          10_000,
          Duration.ofSeconds(10),
          Duration.ofSeconds(10));

  /** Checks the ranges. */
  public BoltConfig {
    if (agents < 1 || agents > MOST_AGENTS) {
      throw new IllegalArgumentException(
          "There are 1 to " + MOST_AGENTS + " agents, not " + agents);
    }
    if (queue < 1) {
      throw new IllegalArgumentException("At least one task may wait, not " + queue);
    }
    if (healthInterval.isNegative() || healthInterval.isZero()) {
      throw new IllegalArgumentException(
          "The health interval is longer than nothing, not " + healthInterval);
    }
    if (shutdownTimeout.isNegative()) {
      throw new IllegalArgumentException(
          "The shutdown timeout is not negative: " + shutdownTimeout);
    }
    databases = List.copyOf(databases);
    Objects.requireNonNull(database, "database");
  }

  /** 8 agents, no database at the start, a look at the health each 10 s, 10 s to shut down. */
  public static BoltConfig defaults() {
    return DEFAULTS;
  }

  /** With a number of agents. */
  public BoltConfig withAgents(int number) {
    return new BoltConfig(number, databases, database, queue, healthInterval, shutdownTimeout);
  }

  /** With one more database that is opened at the start. */
  public BoltConfig withDatabase(Path file) {
    List<Path> more = new ArrayList<>(databases);
    more.add(file);
    return new BoltConfig(agents, more, database, queue, healthInterval, shutdownTimeout);
  }

  /** With another way to open databases. */
  public BoltConfig withDatabaseConfig(DatabaseConfig config) {
    return new BoltConfig(agents, databases, config, queue, healthInterval, shutdownTimeout);
  }

  /** With another number of tasks that may wait. */
  public BoltConfig withQueue(int tasks) {
    return new BoltConfig(agents, databases, database, tasks, healthInterval, shutdownTimeout);
  }

  /** With another interval of looks at the health. */
  public BoltConfig withHealthInterval(Duration interval) {
    return new BoltConfig(agents, databases, database, queue, interval, shutdownTimeout);
  }

  /** With another time for running tasks to end. */
  public BoltConfig withShutdownTimeout(Duration timeout) {
    return new BoltConfig(agents, databases, database, queue, healthInterval, timeout);
  }
}
