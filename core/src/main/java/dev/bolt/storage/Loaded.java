package dev.bolt.storage;

import dev.bolt.cache.CacheEntry;
import dev.bolt.cache.Watch;

/**
 * What came of a load. Immutable.
 *
 * @param value the bytes; null when there is no value
 * @param watch since when it is right
 */
record Loaded(byte[] value, Watch watch) {

  static Loaded of(CacheEntry entry, Watch watch) {
    return new Loaded(entry.isAbsent() ? null : entry.bytes(), watch);
  }

  /** The bytes for somebody of whom there are more. */
  byte[] copy() {
    return value == null ? null : value.clone();
  }
}
