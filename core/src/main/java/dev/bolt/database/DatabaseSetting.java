package dev.bolt.database;

import dev.bolt.EngineKind;
import dev.bolt.config.Durations;
import dev.bolt.pool.PoolSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Every setting of {@link DatabaseConfig}; {@code docs/database.md} has this list. */
public enum DatabaseSetting {
  /** How wide the pool is. */
  MAX_CONNECTIONS("maxConnections", 8, 1, 1_000, "How many connections there are at most."),
  /** The patience with the pool. */
  CONNECTION_TIMEOUT(
      "connectionTimeout",
      Duration.ofSeconds(30),
      PoolSettings.SHORTEST_TIMEOUT,
      "How long a call waits for a connection that is free."),
  /** The patience with other programs and other writers. */
  LOCK_TIMEOUT(
      "lockTimeout",
      Duration.ofSeconds(30),
      Duration.ZERO,
      "How long to wait for a database that another program holds, or for SQLite's write lock."),
  /** How stubborn a call is. */
  RETRY_ATTEMPTS(
      "retryAttempts",
      3,
      0,
      1_000,
      "How often a call or transaction is run again, at most, where that is safe."),
  /** How far apart the tries are. */
  RETRY_DELAY(
      "retryDelay",
      Duration.ofSeconds(1),
      Duration.ofMillis(1),
      "The longest pause before a retry. Pauses are drawn at random, the first from 10 ms, each"
          + " later one from ten times as much, up to this."),
  /** When a call gives up. */
  RETRY_BUDGET(
      "retryBudget",
      Duration.ofSeconds(30),
      Duration.ZERO,
      "How long after a call began a retry of it may still begin."),
  /** The patience of close(). */
  CLOSE_TIMEOUT(
      "closeTimeout",
      Duration.ofSeconds(5),
      Duration.ZERO,
      "How long close() waits for calls that run before it cancels them."),
  /** How many asynchronous calls may wait. */
  ASYNC_QUEUE(
      "asyncQueue",
      10_000,
      1,
      10_000_000,
      "How many asynchronous calls may wait for a thread; further ones are refused."),
  /** SQLite's journal. */
  WAL(
      "wal",
      true,
      "Whether a SQLite file is in WAL mode, where readers and a writer do not wait for each other;"
          + " DuckDB has a log of its own in any case."),
  /** Whether connections are used again. */
  POOLING(
      "pooling",
      true,
      "Whether connections are used again; else each call opens one and closes it, maxConnections at"
          + " a time."),
  /** Which engine. */
  ENGINE(
      "engine",
      "The engine of the file; auto finds it out, of a new file by its ending, else it is DuckDB.");

  private static final String FOUND_OUT = "auto";

  private final String key;
  private final Object defaultValue;
  private final Object minimum;
  private final Object maximum;
  private final String description;

  DatabaseSetting(String key, int defaultValue, int minimum, int maximum, String description) {
    this(key, (Object) defaultValue, minimum, maximum, description);
  }

  DatabaseSetting(String key, Duration defaultValue, Duration minimum, String description) {
    this(key, defaultValue, minimum, Duration.ofHours(24), description);
  }

  DatabaseSetting(String key, boolean defaultValue, String description) {
    this(key, defaultValue, null, null, description);
  }

  DatabaseSetting(String key, String description) {
    this(key, null, null, null, description);
  }

  DatabaseSetting(
      String key, Object defaultValue, Object minimum, Object maximum, String description) {
    this.key = key;
    this.defaultValue = defaultValue;
    this.minimum = minimum;
    this.maximum = maximum;
    this.description = description;
  }

  /** Its name, which {@code DatabaseConfig} has with {@code with} before it. */
  public String key() {
    return key;
  }

  /** The value it has where nobody gives one, in words. */
  public String defaultText() {
    return text(defaultValue);
  }

  /** What it is for. */
  public String description() {
    return description;
  }

  /** The values it may have, in words. */
  public String range() {
    if (this == ENGINE) {
      List<String> names = Arrays.stream(EngineKind.values()).map(EngineKind::scheme).toList();
      return FOUND_OUT + ", " + String.join(", ", names);
    }
    if (minimum == null) {
      return "true, false";
    }
    String kind = minimum instanceof Duration ? "a time from " : "a whole number from ";
    return kind + text(minimum) + " to " + text(maximum);
  }

  /** The value where nobody gives one; null where that is for others to find out. */
  Object defaultValue() {
    return defaultValue;
  }

  /**
   * Requires that it may have a value.
   *
   * @throws IllegalArgumentException with the range, when it may not
   */
  void requireInRange(Object value) {
    boolean inRange =
        value instanceof Duration time
            ? time.compareTo((Duration) minimum) >= 0 && time.compareTo((Duration) maximum) <= 0
            : value instanceof Integer number
                ? number >= (Integer) minimum && number <= (Integer) maximum
                : value != null;
    if (!inRange) {
      throw new IllegalArgumentException(
          key + " cannot be " + text(value) + "; it takes " + range() + ". See docs/database.md");
    }
  }

  private String text(Object value) {
    if (value == null) {
      return this == ENGINE ? FOUND_OUT : "null";
    }
    if (value instanceof Duration time) {
      // Durations names no negative time.
      return time.isNegative() ? time.toString() : Durations.format(time);
    }
    return value instanceof EngineKind engine ? engine.scheme() : value.toString();
  }
}
