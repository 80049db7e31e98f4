package dev.bolt.config;

import dev.bolt.ErrorCode;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Every option of Bolt itself; {@code docs/options.md} is this list. The engines' own options are
 * in {@link EngineOptions}.
 */
public enum Option {
  /** The patience with other programs and other writers. */
  LOCK_TIMEOUT(
      "lockTimeout",
      Type.DURATION,
      "30s",
      Duration.ZERO,
      "How long to wait for a database that another program holds, or for SQLite's write lock."),
  /** The patience with a host that is silent. */
  HOST_TIMEOUT(
      "hostTimeout",
      Type.DURATION,
      "30s",
      Duration.ofMillis(100),
      "How long to wait for a host that is alive but does not answer."),
  /** The patience of a host that leaves. */
  HANDOVER_TIMEOUT(
      "handoverTimeout",
      Type.DURATION,
      "10s",
      Duration.ZERO,
      "How long a host that closes waits for transactions of others before it lets the file go."),
  /** Which part this process may take. */
  HOST(
      "host",
      List.of("auto", "never"),
      "auto",
      "Whether this process may become host of a DuckDB file; with never it waits for one."),
  /** What becomes of writes when their host dies. */
  EXACTLY_ONCE(
      "exactlyOnce",
      Type.BOOLEAN,
      "true",
      Duration.ZERO,
      "Whether a DuckDB host keeps the outcome of each write of another process, so that none is"
          + " unknown when it dies."),
  /** When a transaction takes SQLite's write lock. */
  TRANSACTION_MODE(
      "transactionMode",
      List.of("deferred", "immediate"),
      "deferred",
      "Whether a SQLite transaction that reads first waits for its turn to write at its first write, or"
          + " when it begins."),
  /** Whether commits to a SQLite file wait for one sync together. */
  SHARED_SYNC(
      "sharedSync",
      Type.BOOLEAN,
      "true",
      Duration.ZERO,
      "Whether those who commit to a SQLite file with synchronous=FULL share a sync, in all processes."),
  /** Whether reads of a SQLite file wait for syncs. */
  READ_DURABLE(
      "readDurable",
      Type.BOOLEAN,
      "false",
      Duration.ZERO,
      "Whether a read of a SQLite file waits until what it saw is on disk, where others commit with"
          + " sharedSync."),
  /** No writes. */
  READ_ONLY(
      "readOnly", Type.BOOLEAN, "false", Duration.ZERO, "Whether the connection refuses to write."),
  /** A way around Bolt. */
  ALLOW_UNWRAP(
      "allowUnwrap",
      Type.BOOLEAN,
      "false",
      Duration.ZERO,
      "Whether unwrap may hand out the engine's own connection, which Bolt cannot watch over.");

  /** The longest time an option may name. */
  static final Duration MAX_DURATION = Duration.ofHours(24);

  private enum Type {
    DURATION,
    BOOLEAN,
    CHOICE
  }

  private static final Map<String, Boolean> SPELLINGS =
      Map.of(
          "true", true, "1", true, "on", true, "yes", true, //
          "false", false, "0", false, "off", false, "no", false);

  private final String key;
  private final Type type;
  private final List<String> choices;
  private final String defaultValue;
  private final Duration minimum;
  private final String description;

  Option(String key, Type type, String defaultValue, Duration minimum, String description) {
    this.key = key;
    this.type = type;
    this.choices = type == Type.BOOLEAN ? List.of("true", "false") : List.of();
    this.defaultValue = defaultValue;
    this.minimum = minimum;
    this.description = description;
  }

  Option(String key, List<String> choices, String defaultValue, String description) {
    this.key = key;
    this.type = Type.CHOICE;
    this.choices = choices;
    this.defaultValue = defaultValue;
    this.minimum = Duration.ZERO;
    this.description = description;
  }

  /** Its name in a URL or {@link java.util.Properties}. */
  public String key() {
    return key;
  }

  /** The value it has where nobody gives one. */
  public String defaultValue() {
    return defaultValue;
  }

  /** What it is for, in one sentence. */
  public String description() {
    return description;
  }

  /** The values it may have, in words. */
  public String range() {
    return type == Type.DURATION
        ? "a time from " + Durations.format(minimum) + " to " + Durations.format(MAX_DURATION)
        : String.join(", ", choices);
  }

  /** What {@link java.sql.Driver#getPropertyInfo} says about it. */
  public DriverPropertyInfo propertyInfo(Map<String, String> values) {
    DriverPropertyInfo info = new DriverPropertyInfo(key, values.getOrDefault(key, defaultValue));
    info.description = description + " Default: " + defaultValue + ".";
    info.choices = choices.isEmpty() ? null : choices.toArray(String[]::new);
    return info;
  }

  Duration duration(Map<String, String> values) throws SQLException {
    String value = value(values);
    Duration duration = Durations.parse(value).orElseThrow(() -> invalid(value));
    if (!inRange(duration)) {
      throw invalid(value);
    }
    return duration;
  }

  boolean flag(Map<String, String> values) throws SQLException {
    String value = value(values);
    Boolean flag = SPELLINGS.get(value.toLowerCase(Locale.ROOT));
    if (flag == null) {
      throw invalid(value);
    }
    return flag;
  }

  String choice(Map<String, String> values) throws SQLException {
    String value = value(values).toLowerCase(Locale.ROOT);
    if (!choices.contains(value)) {
      throw invalid(value);
    }
    return value;
  }

  /** Whether a time is one that the option may have. */
  boolean inRange(Duration duration) {
    return duration.compareTo(minimum) >= 0 && duration.compareTo(MAX_DURATION) <= 0;
  }

  private String value(Map<String, String> values) {
    return values.getOrDefault(key, defaultValue).strip();
  }

  private SQLException invalid(String value) {
    return ErrorCode.INVALID_OPTION.exception(
        "The option " + key + " cannot be '" + value + "'; it takes " + range() + OptionHelp.SEE);
  }
}
