package dev.bolt.cache;

import dev.bolt.database.DatabaseConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How a {@link DuckDbCache} works. Immutable: each {@code with} returns another one. A value out of
 * range is refused at once with an {@link IllegalArgumentException}. {@code docs/cache.md} has the
 * list.
 *
 * <p>Processes that share a cache should have the same limits, else the smallest are in force
 * whenever its process looks after the cache.
 */
public final class CacheConfig {

  private static final CacheConfig DEFAULTS = new CacheConfig(new Values());

  private static final class Values implements Cloneable {
    private Duration ttl;
    private long maxBytes = 1L << 30;
    private long maxEntries = 1_000_000;
    private long memoryBytes = 64L << 20;
    private Duration maxStaleness = Duration.ZERO;
    private Duration upkeepInterval = Duration.ofSeconds(1);
    private Duration lockTimeout = Duration.ofSeconds(30);
    private Clock clock = WallClock.onTheWall();
    private DatabaseConfig database = DatabaseConfig.defaults();

    private Values copy() {
      try {
        return (Values) clone();
      } catch (CloneNotSupportedException e) {
        throw new AssertionError("It is Cloneable", e);
      }
    }
  }

  private final Values values;

  private CacheConfig(Values values) {
    this.values = values;
  }

  /** The default of every setting. */
  public static CacheConfig defaults() {
    return DEFAULTS;
  }

  private CacheConfig with(Consumer<Values> change) {
    Values changed = values.copy();
    change.accept(changed);
    return new CacheConfig(changed);
  }

  /** After which time a value expires that is put without one: 1 ms or more; by default never. */
  public CacheConfig withTtl(Duration ttl) {
    requireTtl(ttl);
    return with(v -> v.ttl = ttl);
  }

  /** How many bytes of keys and values it holds, about: 1 or more; by default 1 GiB. */
  public CacheConfig withMaxBytes(long bytes) {
    require(bytes >= 1, "maxBytes", bytes, "1 or more");
    return with(v -> v.maxBytes = bytes);
  }

  /** How many values it holds, about: 1 or more; by default a million. */
  public CacheConfig withMaxEntries(long entries) {
    require(entries >= 1, "maxEntries", entries, "1 or more");
    return with(v -> v.maxEntries = entries);
  }

  /**
   * How many bytes of them each process keeps in its own memory, about: 0, for none, or more; by
   * default 64 MiB.
   */
  public CacheConfig withMemoryBytes(long bytes) {
    require(bytes >= 0, "memoryBytes", bytes, "0 or more");
    return with(v -> v.memoryBytes = bytes);
  }

  /**
   * How long a value may be served from memory after another process has changed or removed it. By
   * default zero: never after that change was acknowledged.
   */
  public CacheConfig withMaxStaleness(Duration staleness) {
    require(isTime(staleness), "maxStaleness", staleness, "zero or more");
    return with(v -> v.maxStaleness = staleness);
  }

  /**
   * How long after a change the limits are looked after, and what has expired is deleted: 1 ms or
   * more; by default a second.
   */
  public CacheConfig withUpkeepInterval(Duration interval) {
    require(
        isTime(interval) && interval.toMillis() >= 1, "upkeepInterval", interval, "1 ms or more");
    return with(v -> v.upkeepInterval = interval);
  }

  /** How long a change waits for another one of the same key: zero or more; by default 30 s. */
  public CacheConfig withLockTimeout(Duration timeout) {
    require(isTime(timeout), "lockTimeout", timeout, "zero or more");
    return with(v -> v.lockTimeout = timeout);
  }

  /** The clock by which values expire; by default the one on the wall. */
  public CacheConfig withClock(Clock clock) {
    require(clock != null, "clock", null, "a clock");
    return with(v -> v.clock = clock);
  }

  /** How the database is opened; its engine is DuckDB in any case. */
  public CacheConfig withDatabase(DatabaseConfig config) {
    require(config != null, "database", null, "a configuration");
    return with(v -> v.database = config);
  }

  static Duration requireTtl(Duration ttl) {
    require(isTime(ttl) && ttl.toMillis() >= 1, "ttl", ttl, "a time of 1 ms or more");
    return ttl;
  }

  // Times are counted in nanoseconds, and in milliseconds where they may be longer than 292 years.
  private static boolean isTime(Duration time) {
    return time != null && !time.isNegative() && time.compareTo(Duration.ofDays(36_500)) <= 0;
  }

  private static void require(boolean right, String name, Object value, String range) {
    if (!right) {
      throw new IllegalArgumentException(
          name + " cannot be " + value + "; it takes " + range + ". See docs/cache.md");
    }
  }

  /** After which time a value expires that is put without one; empty for never. */
  public Optional<Duration> ttl() {
    return Optional.ofNullable(values.ttl);
  }

  long maxBytes() {
    return values.maxBytes;
  }

  long maxEntries() {
    return values.maxEntries;
  }

  long memoryBytes() {
    return values.memoryBytes;
  }

  Duration maxStaleness() {
    return values.maxStaleness;
  }

  Duration upkeepInterval() {
    return values.upkeepInterval;
  }

  Duration lockTimeout() {
    return values.lockTimeout;
  }

  /** The clock by which values expire. */
  public Clock clock() {
    return values.clock;
  }

  DatabaseConfig database() {
    return values.database;
  }
}
