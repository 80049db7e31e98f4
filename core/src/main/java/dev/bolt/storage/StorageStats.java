package dev.bolt.storage;

import dev.bolt.cache.CacheStats;

/**
 * What a storage has done: the near tiers in all processes, all else in this one since it was
 * opened. Immutable.
 *
 * @param cache the near tiers
 * @param loads loads that brought a value, or that there is none
 * @param loadFailures loads whose loader threw
 * @param waits calls that got what another one has loaded while they waited
 * @param stale calls that got a value after its time, since its loader fails
 * @param refreshes loads ahead of time, of those above
 * @param farHits values that came from the far tier
 * @param farFailures how often the far tier failed, where a call went on without it
 */
public record StorageStats(
    CacheStats cache,
    long loads,
    long loadFailures,
    long waits,
    long stale,
    long refreshes,
    long farHits,
    long farFailures) {}
