package dev.bolt.storage;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.bolt.cache.CacheEntry;
import dev.bolt.cache.PutOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How old a value may be: fresh, due to be refreshed, or good only where its loader fails. The near
 * tiers keep a value for the last of these times, so that its end tells the others. Thread-safe.
 */
final class Ages {

  /** So many failures are remembered, of the keys that failed last. */
  private static final long MAX_FAILURES = 10_000;

  private static final Duration LONGEST = Duration.ofDays(36_500);

  private final StorageConfig config;
  private final InstantSource clock;
  private final Cache<String, Instant> failures =
      Caffeine.newBuilder().maximumSize(MAX_FAILURES).executor(Runnable::run).build();

  Ages(StorageConfig config) {
    this.config = config;
    this.clock = config.cache().clock();
  }

  Instant now() {
    return clock.instant();
  }

  /** How a value is kept that was loaded now. */
  PutOptions keeping(PutOptions options) {
    Optional<Duration> ttl = options.ttl().or(config::ttl);
    return ttl.isEmpty() ? options : options.withTtl(withStale(ttl.get()));
  }

  /** How a value of the far tier is kept; empty when its time is over. */
  Optional<PutOptions> keeping(PutOptions options, Instant written) {
    Optional<Duration> ttl = options.ttl().or(config::ttl);
    if (ttl.isEmpty()) {
      return Optional.of(options);
    }
    Duration left = ttl.get().minus(Duration.between(written, now()));
    return left.toMillis() < 1 ? Optional.empty() : Optional.of(options.withTtl(withStale(left)));
  }

  private Duration withStale(Duration ttl) {
    Duration all = ttl.plus(config.staleFor());
    return all.compareTo(LONGEST) > 0 ? LONGEST : all;
  }

  /** How it is kept that there is no value; empty when it is not. */
  Optional<PutOptions> keepingNone(PutOptions options) {
    Duration ttl = config.negativeTtl();
    return ttl.toMillis() < 1 ? Optional.empty() : Optional.of(options.withTtl(ttl));
  }

  /** Whether a value of the far tier is good where its loader fails. */
  boolean isUsable(Instant written, PutOptions options) {
    Optional<Duration> ttl = options.ttl().or(config::ttl);
    return ttl.isEmpty() || written.plus(withStale(ttl.get())).isAfter(now());
  }

  boolean isFresh(CacheEntry entry) {
    return freshUntil(entry).map(end -> end.isAfter(now())).orElse(true);
  }

  /** Whether a fresh value is to be loaded anew, unless that has just failed. */
  boolean isDue(String key, CacheEntry entry) {
    return !config.refreshAhead().isZero()
        && freshUntil(entry)
            .map(end -> !end.minus(config.refreshAhead()).isAfter(now()))
            .orElse(false)
        && !hasJustFailed(key);
  }

  private Optional<Instant> freshUntil(CacheEntry entry) {
    return entry.isAbsent()
        ? entry.expires()
        : entry.expires().map(end -> end.minus(config.staleFor()));
  }

  void failed(String key) {
    failures.put(key, now());
  }

  void succeeded(String key) {
    failures.invalidate(key);
  }

  boolean hasJustFailed(String key) {
    Instant at = failures.getIfPresent(key);
    return at != null && now().isBefore(at.plus(config.retryAfter()));
  }
}
