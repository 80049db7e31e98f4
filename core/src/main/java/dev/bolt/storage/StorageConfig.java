package dev.bolt.storage;

import dev.bolt.cache.CacheConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How a {@link UnifiedStorage} works. Immutable: each {@code with} returns another one. A value out
 * of range is refused at once with an {@link IllegalArgumentException}. {@code docs/storage.md} has
 * the list. Processes that share a storage should have the same times.
 */
public final class StorageConfig {

  private static final Duration LONGEST = Duration.ofDays(3_650);

  private static final class Values implements Cloneable {
    private CacheConfig cache = CacheConfig.defaults();
    private Duration ttl;
    private Duration negativeTtl = Duration.ofSeconds(10);
    private Duration staleFor = Duration.ofHours(1);
    private Duration refreshAhead = Duration.ZERO;
    private Duration retryAfter = Duration.ofSeconds(1);
    private Duration loadTimeout = Duration.ofMinutes(5);
    private int maxConcurrentLoads = 16;
    private FarTier farTier;

    private Values copy() {
      try {
        return (Values) clone();
      } catch (CloneNotSupportedException e) {
        throw new AssertionError("It is Cloneable", e);
      }
    }
  }

  private final Path folder;
  private final Values values;

  private StorageConfig(Path folder, Values values) {
    this.folder = folder;
    this.values = values;
  }

  /**
   * A storage in a folder, whose database is {@code storage.duckdb} there.
   *
   * @param folder made when it does not exist
   */
  public static StorageConfig at(Path folder) {
    require(folder != null, "the folder", null, "a path");
    return new StorageConfig(folder, new Values());
  }

  private StorageConfig with(Consumer<Values> change) {
    Values changed = values.copy();
    change.accept(changed);
    return new StorageConfig(folder, changed);
  }

  /** How the two near tiers work, and by which clock values grow old. */
  public StorageConfig withCache(CacheConfig cache) {
    require(cache != null, "cache", null, "a configuration");
    return with(v -> v.cache = cache);
  }

  /**
   * For how long a value is fresh: 1 ms or more; by default the cache's time to live, if it has
   * one.
   */
  public StorageConfig withTtl(Duration ttl) {
    requireTime(ttl != null && ttl.toMillis() >= 1 ? ttl : null, "ttl", "1 ms to 3,650 days");
    return with(v -> v.ttl = ttl);
  }

  /**
   * For how long it is remembered that there is no value: zero, for not at all; by default 10 s.
   */
  public StorageConfig withNegativeTtl(Duration ttl) {
    requireTime(ttl, "negativeTtl", "0 to 3,650 days");
    return with(v -> v.negativeTtl = ttl);
  }

  /** For how long after its time a value is given when its loader fails; by default an hour. */
  public StorageConfig withStaleFor(Duration time) {
    requireTime(time, "staleFor", "0 to 3,650 days");
    return with(v -> v.staleFor = time);
  }

  /** How long before the end of its time a used value is loaded anew; by default it is not. */
  public StorageConfig withRefreshAhead(Duration time) {
    requireTime(time, "refreshAhead", "0 to 3,650 days");
    return with(v -> v.refreshAhead = time);
  }

  /**
   * For how long a value is not loaded again whose loader has failed, where there is an old one.
   */
  public StorageConfig withRetryAfter(Duration time) {
    requireTime(time, "retryAfter", "0 to 3,650 days");
    return with(v -> v.retryAfter = time);
  }

  /** How long a call waits for a load of its key by another one; by default five minutes. */
  public StorageConfig withLoadTimeout(Duration timeout) {
    requireTime(timeout, "loadTimeout", "0 to 3,650 days");
    return with(v -> v.loadTimeout = timeout);
  }

  /** How many loads run at once in this process, of all loaders that have no bound: 1 or more. */
  public StorageConfig withMaxConcurrentLoads(int loads) {
    require(loads >= 1, "maxConcurrentLoads", loads, "1 or more");
    return with(v -> v.maxConcurrentLoads = loads);
  }

  /** A store behind the database; by default there is none. */
  public StorageConfig withFarTier(FarTier tier) {
    require(tier != null, "farTier", null, "a tier");
    return with(v -> v.farTier = tier);
  }

  private static void requireTime(Duration time, String name, String range) {
    require(time != null && !time.isNegative() && time.compareTo(LONGEST) <= 0, name, time, range);
  }

  private static void require(boolean right, String name, Object value, String range) {
    if (!right) {
      throw new IllegalArgumentException(
          name + " cannot be " + value + "; it takes " + range + ". See docs/storage.md");
    }
  }

  Path folder() {
    return folder;
  }

  CacheConfig cache() {
    return values.cache;
  }

  Optional<Duration> ttl() {
    return Optional.ofNullable(values.ttl).or(values.cache::ttl);
  }

  Duration negativeTtl() {
    return values.negativeTtl;
  }

  Duration staleFor() {
    return values.staleFor;
  }

  Duration refreshAhead() {
    return values.refreshAhead;
  }

  Duration retryAfter() {
    return values.retryAfter;
  }

  Duration loadTimeout() {
    return values.loadTimeout;
  }

  int maxConcurrentLoads() {
    return values.maxConcurrentLoads;
  }

  Optional<FarTier> farTier() {
    return Optional.ofNullable(values.farTier);
  }
}
