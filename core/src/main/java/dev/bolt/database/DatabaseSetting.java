package dev.bolt.database;

import dev.bolt.EngineKind;
import dev.bolt.config.Setting;
import dev.bolt.pool.PoolSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;

/** Every setting of {@link DatabaseConfig}; {@code docs/database.md} has this list. */
public enum DatabaseSetting {
  /** How wide the pool is. */
  MAX_CONNECTIONS(
      Setting.number("maxConnections", 8, 1, 1_000, "How many connections there are at most.")),
  /** The patience with the pool. */
  CONNECTION_TIMEOUT(
      Setting.time(
          "connectionTimeout",
          Duration.ofSeconds(30),
          PoolSettings.SHORTEST_TIMEOUT,
          "How long a call waits for a connection that is free.")),
  /** The patience with other programs and other writers. */
  LOCK_TIMEOUT(
      Setting.time(
          "lockTimeout",
          Duration.ofSeconds(30),
          Duration.ZERO,
          "How long to wait for a database that another program holds, or for SQLite's write"
              + " lock.")),
  /** How stubborn a call is. */
  RETRY_ATTEMPTS(
      Setting.number(
          "retryAttempts",
          3,
          0,
          1_000,
          "How often a call or transaction is run again, at most, where that is safe.")),
  /** How far apart the tries are. */
  RETRY_DELAY(
      Setting.time(
          "retryDelay",
          Duration.ofSeconds(1),
          Duration.ofMillis(1),
          "The longest pause before a retry. Pauses are drawn at random, the first from 10 ms, each"
              + " later one from ten times as much, up to this.")),
  /** When a call gives up. */
  RETRY_BUDGET(
      Setting.time(
          "retryBudget",
          Duration.ofSeconds(30),
          Duration.ZERO,
          "How long after a call began a retry of it may still begin.")),
  /** The patience of close(). */
  CLOSE_TIMEOUT(
      Setting.time(
          "closeTimeout",
          Duration.ofSeconds(5),
          Duration.ZERO,
          "How long close() waits for calls that run before it cancels them.")),
  /** How many asynchronous calls may wait. */
  ASYNC_QUEUE(
      Setting.number(
          "asyncQueue",
          10_000,
          1,
          10_000_000,
          "How many asynchronous calls may wait for a thread; further ones are refused.")),
  /** SQLite's journal. */
  WAL(
      Setting.flag(
          "wal",
          true,
          "Whether a SQLite file is in WAL mode, where readers and a writer do not wait for each"
              + " other; DuckDB has a log of its own in any case.")),
  /** Whether connections are used again. */
  POOLING(
      Setting.flag(
          "pooling",
          true,
          "Whether connections are used again; else each call opens one and closes it,"
              + " maxConnections at a time.")),
  /** How often the health is looked at. */
  HEALTH_INTERVAL(
      Setting.time(
          "healthInterval",
          Duration.ofSeconds(10),
          Duration.ZERO,
          "How often the health of the database is looked at, beside the work; 0s: only when"
              + " somebody asks.")),
  /** Which engine. */
  ENGINE(engine());

  private static final String PAGE = "docs/database.md";

  private final Setting setting;

  DatabaseSetting(Setting setting) {
    this.setting = setting;
  }

  private static Setting engine() {
    String foundOut = "auto";
    return Setting.choice(
        "engine",
        null,
        foundOut,
        Stream.concat(
                Stream.of(foundOut), Arrays.stream(EngineKind.values()).map(EngineKind::scheme))
            .toList(),
        "The engine of the file; auto finds it out, of a new file by its ending, else it is"
            + " DuckDB.");
  }

  /** Its name, which {@code DatabaseConfig} has with {@code with} before it. */
  public String key() {
    return setting.key();
  }

  /** The value it has where nobody gives one, in words. */
  public String defaultText() {
    return setting.defaultText();
  }

  /** What it is for. */
  public String description() {
    return setting.description();
  }

  /** The values it may have, in words. */
  public String range() {
    return setting.range();
  }

  /** The value where nobody gives one; null where that is for others to find out. */
  Object defaultValue() {
    return setting.defaultValue();
  }

  /**
   * Requires that it may have a value.
   *
   * @throws IllegalArgumentException with the range, when it may not
   */
  void requireInRange(Object value) {
    setting.requireInRange(value, PAGE);
  }
}
