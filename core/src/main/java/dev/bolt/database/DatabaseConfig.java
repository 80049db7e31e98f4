package dev.bolt.database;

import dev.bolt.EngineKind;
import dev.bolt.config.Option;
import dev.bolt.jdbc.BoltDataSource;
import dev.bolt.pool.PoolSettings;
import dev.bolt.retry.RetryPolicy;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a {@link ConcurrentDatabase} works. Immutable: each {@code with} returns another one.
 *
 * <pre>{@code
 * DatabaseConfig.defaults().withMaxConnections(12).withOption("memory_limit", "2GB")
 * }</pre>
 *
 * <p>{@link DatabaseSetting} tells what each setting means, its default and its range; a value out
 * of range is refused at once with an {@link IllegalArgumentException} that names the range.
 */
public final class DatabaseConfig {
  private static final String JOURNAL_MODE = "journal_mode";
  private static final DatabaseConfig DEFAULTS = new DatabaseConfig(defaultValues(), Map.of());

  private final Map<DatabaseSetting, Object> values;
  private final Map<String, String> options;

  private DatabaseConfig(Map<DatabaseSetting, Object> values, Map<String, String> options) {
    this.values = values;
    this.options = options;
  }

  private static Map<DatabaseSetting, Object> defaultValues() {
    Map<DatabaseSetting, Object> defaults = new EnumMap<>(DatabaseSetting.class);
    for (DatabaseSetting setting : DatabaseSetting.values()) {
      if (setting.defaultValue() != null) {
        defaults.put(setting, setting.defaultValue());
      }
    }
    return defaults;
  }

  /** The default of every setting, and no options. */
  public static DatabaseConfig defaults() {
    return DEFAULTS;
  }

  private DatabaseConfig with(DatabaseSetting setting, Object value) {
    setting.requireInRange(value);
    Map<DatabaseSetting, Object> changed = new EnumMap<>(values);
    changed.put(setting, value);
    return new DatabaseConfig(changed, options);
  }

  private <T> T value(DatabaseSetting setting, Class<T> type) {
    return type.cast(values.get(setting));
  }

  private Duration time(DatabaseSetting setting) {
    return value(setting, Duration.class);
  }

  /** See {@link DatabaseSetting#MAX_CONNECTIONS}. */
  public DatabaseConfig withMaxConnections(int connections) {
    return with(DatabaseSetting.MAX_CONNECTIONS, connections);
  }

  /** See {@link DatabaseSetting#CONNECTION_TIMEOUT}. */
  public DatabaseConfig withConnectionTimeout(Duration timeout) {
    return with(DatabaseSetting.CONNECTION_TIMEOUT, timeout);
  }

  /** See {@link DatabaseSetting#LOCK_TIMEOUT}. */
  public DatabaseConfig withLockTimeout(Duration timeout) {
    return with(DatabaseSetting.LOCK_TIMEOUT, timeout);
  }

  /** See {@link DatabaseSetting#RETRY_ATTEMPTS}. */
  public DatabaseConfig withRetryAttempts(int attempts) {
    return with(DatabaseSetting.RETRY_ATTEMPTS, attempts);
  }

  /** See {@link DatabaseSetting#RETRY_DELAY}. */
  public DatabaseConfig withRetryDelay(Duration longest) {
    return with(DatabaseSetting.RETRY_DELAY, longest);
  }

  /** See {@link DatabaseSetting#RETRY_BUDGET}. */
  public DatabaseConfig withRetryBudget(Duration budget) {
    return with(DatabaseSetting.RETRY_BUDGET, budget);
  }

  /** See {@link DatabaseSetting#CLOSE_TIMEOUT}. */
  public DatabaseConfig withCloseTimeout(Duration timeout) {
    return with(DatabaseSetting.CLOSE_TIMEOUT, timeout);
  }

  /** See {@link DatabaseSetting#ASYNC_QUEUE}. */
  public DatabaseConfig withAsyncQueue(int calls) {
    return with(DatabaseSetting.ASYNC_QUEUE, calls);
  }

  /** See {@link DatabaseSetting#WAL}. */
  public DatabaseConfig withWal(boolean wal) {
    return with(DatabaseSetting.WAL, wal);
  }

  /** See {@link DatabaseSetting#POOLING}. */
  public DatabaseConfig withPooling(boolean pooling) {
    return with(DatabaseSetting.POOLING, pooling);
  }

  /** See {@link DatabaseSetting#HEALTH_INTERVAL}. */
  public DatabaseConfig withHealthInterval(Duration interval) {
    return with(DatabaseSetting.HEALTH_INTERVAL, interval);
  }

  /** See {@link DatabaseSetting#ENGINE}. */
  public DatabaseConfig withEngine(EngineKind engine) {
    return with(DatabaseSetting.ENGINE, engine);
  }

  /**
   * With an option of Bolt ({@code docs/options.md}) or of the engine, which every connection has.
   * The engine says when the database is opened whether it knows it.
   *
   * @throws IllegalArgumentException for what is a setting here, such as the lock timeout, and when
   *     name or value is null
   */
  public DatabaseConfig withOption(String name, String value) {
    if (name == null || value == null) {
      throw new IllegalArgumentException(
          "An option needs a name and a value, not " + name + " and " + value);
    }
    if (name.equals(Option.LOCK_TIMEOUT.key())) {
      throw new IllegalArgumentException(name + " is a setting: call withLockTimeout()");
    }
    Map<String, String> changed = new TreeMap<>(options);
    changed.put(name, value);
    return new DatabaseConfig(values, changed);
  }

  /** The engine to use, or empty when the file tells. */
  Optional<EngineKind> engine() {
    return Optional.ofNullable(value(DatabaseSetting.ENGINE, EngineKind.class));
  }

  int maxConnections() {
    return value(DatabaseSetting.MAX_CONNECTIONS, Integer.class);
  }

  int asyncQueue() {
    return value(DatabaseSetting.ASYNC_QUEUE, Integer.class);
  }

  Duration connectionTimeout() {
    return time(DatabaseSetting.CONNECTION_TIMEOUT);
  }

  /** See {@link DatabaseSetting#LOCK_TIMEOUT}. */
  public Duration lockTimeout() {
    return time(DatabaseSetting.LOCK_TIMEOUT);
  }

  /** See {@link DatabaseSetting#CLOSE_TIMEOUT}. */
  public Duration closeTimeout() {
    return time(DatabaseSetting.CLOSE_TIMEOUT);
  }

  Duration healthInterval() {
    return time(DatabaseSetting.HEALTH_INTERVAL);
  }

  PoolSettings pool(String name) {
    return new PoolSettings(
        name, maxConnections(), connectionTimeout(), value(DatabaseSetting.POOLING, Boolean.class));
  }

  RetryPolicy retryPolicy() {
    return new RetryPolicy(
        value(DatabaseSetting.RETRY_ATTEMPTS, Integer.class),
        time(DatabaseSetting.RETRY_DELAY),
        time(DatabaseSetting.RETRY_BUDGET));
  }

  /** Where the connections come from. */
  BoltDataSource dataSource(String url, EngineKind engine) {
    BoltDataSource source = new BoltDataSource(url);
    options.forEach(source::with);
    source.with(Option.LOCK_TIMEOUT.key(), lockTimeout().toMillis() + "ms");
    boolean wal = value(DatabaseSetting.WAL, Boolean.class);
    // WAL is what Bolt's driver sets by itself.
    if (!wal && engine == EngineKind.SQLITE && !options.containsKey(JOURNAL_MODE)) {
      source.with(JOURNAL_MODE, "DELETE");
    }
    return source;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DatabaseConfig config
        && values.equals(config.values)
        && options.equals(config.options);
  }

  @Override
  public int hashCode() {
    return 31 * values.hashCode() + options.hashCode();
  }

  /** The settings by name, and the names of the options; their values may be secrets. */
  @Override
  public String toString() {
    Map<String, Object> named = new TreeMap<>();
    values.forEach((setting, value) -> named.put(setting.key(), value));
    return "DatabaseConfig" + named + " options " + options.keySet();
  }
}
