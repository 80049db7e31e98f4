package dev.bolt.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.TimeUnit;

/**
 * The values that this process has in its memory, each under the stamp that it was read under.
 * Thread-safe.
 */
final class MemoryTier {

  private final Cache<String, Cached> values;
  private final long staleNanos;

  MemoryTier(CacheConfig config) {
    values =
        Caffeine.newBuilder()
            .maximumWeight(config.memoryBytes())
            .weigher((String key, Cached value) -> value.weight())
            .executor(Runnable::run)
            .build();
    staleNanos = TimeUnit.MILLISECONDS.toNanos(config.maxStaleness().toMillis());
  }

  /** The value of a key, if it may be served; null if not. */
  Cached get(String key, VersionFile file) {
    Cached found = values.getIfPresent(key);
    if (found == null) {
      return null;
    }
    if (staleNanos == 0) {
      return found.stamp().standsIn(file) ? found : null;
    }
    long now = System.nanoTime();
    if (found.stamp().standsIn(file)) {
      found.setCheckedAt(now);
      return found;
    }
    return now - found.checkedAt() < staleNanos ? found : null;
  }

  /** Keeps a value under a stamp, if that may be. */
  void keep(Cached value, Stamp stamp) {
    if (stamp.mayKeep()) {
      value.setStamp(stamp);
      value.setCheckedAt(System.nanoTime());
      values.put(value.key(), value);
    }
  }

  void forget(String key) {
    values.invalidate(key);
  }

  void forgetAll() {
    values.invalidateAll();
  }

  long count() {
    return values.estimatedSize();
  }
}
