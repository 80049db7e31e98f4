package dev.bolt.cache;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A value that is cached, with what is known of it. Immutable.
 *
 * @param kind what it is
 * @param bytes its bytes, a text in UTF-8; empty when it is absent. They are not to be changed
 * @param written when it was put
 * @param expires when it expires; empty when it does not
 * @param tags its tags
 */
public record CacheEntry(
    EntryKind kind, byte[] bytes, Instant written, Optional<Instant> expires, Set<String> tags) {

  public CacheEntry {
    tags = Set.copyOf(tags);
  }

  /** Whether it is known that there is no value. */
  public boolean isAbsent() {
    return kind == EntryKind.ABSENT;
  }
}
