package dev.bolt.storage;

import dev.bolt.cache.CacheStats;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happens. Thread-safe. */
final class Tally {

  /** What is counted: see {@link StorageStats}. */
  enum Event {
    LOAD,
    LOAD_FAILURE,
    WAIT,
    STALE,
    REFRESH,
    FAR_HIT,
    FAR_FAILURE
  }

  private final Map<Event, LongAdder> counts = new EnumMap<>(Event.class);

  Tally() {
    for (Event event : Event.values()) {
      counts.put(event, new LongAdder());
    }
  }

  void add(Event event) {
    counts.get(event).increment();
  }

  StorageStats stats(CacheStats cache) {
    return new StorageStats(
        cache,
        count(Event.LOAD),
        count(Event.LOAD_FAILURE),
        count(Event.WAIT),
        count(Event.STALE),
        count(Event.REFRESH),
        count(Event.FAR_HIT),
        count(Event.FAR_FAILURE));
  }

  private long count(Event event) {
    return counts.get(event).sum();
  }
}
