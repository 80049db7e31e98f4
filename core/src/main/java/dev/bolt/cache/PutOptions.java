package dev.bolt.cache;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * How a value is cached. Immutable: each {@code with} returns another one. What it may not have is
 * refused with an {@link IllegalArgumentException}.
 */
public final class PutOptions {

  private static final PutOptions DEFAULTS = new PutOptions(null, Set.of());
  private static final int MAX_TAG_LENGTH = 255;

  private final Duration ttl;
  private final Set<String> tags;

  private PutOptions(Duration ttl, Set<String> tags) {
    this.ttl = ttl;
    this.tags = tags;
  }

  /** The time to live that the cache gives, and no tags. */
  public static PutOptions defaults() {
    return DEFAULTS;
  }

  /** With a time after which the value expires, at least a millisecond. */
  public PutOptions withTtl(Duration timeToLive) {
    return new PutOptions(CacheConfig.requireTtl(timeToLive), tags);
  }

  /**
   * With tags, by which many values can be invalidated at once.
   *
   * @param names each of 1 to 255 characters, none of them a control character or at either end a
   *     space
   */
  public PutOptions withTags(String... names) {
    Arrays.asList(names).forEach(PutOptions::requireTag);
    return new PutOptions(ttl, Set.copyOf(new LinkedHashSet<>(Arrays.asList(names))));
  }

  private static void requireTag(String tag) {
    if (!isTag(tag)) {
      throw new IllegalArgumentException(refusal(tag));
    }
  }

  static boolean isTag(String tag) {
    return tag != null
        && !tag.isEmpty()
        && tag.length() <= MAX_TAG_LENGTH
        && tag.equals(tag.strip())
        && tag.chars().noneMatch(Character::isISOControl);
  }

  static String refusal(String tag) {
    return "A tag is of 1 to "
        + MAX_TAG_LENGTH
        + " characters, none of them a control character or a space at an end, not '"
        + tag
        + "'";
  }

  /** The time to live, if it is not the cache's own. */
  public Optional<Duration> ttl() {
    return Optional.ofNullable(ttl);
  }

  /** The tags. */
  public Set<String> tags() {
    return tags;
  }
}
