package dev.bolt.cache;

/**
 * What users had changed of a key when a load of its value began. By it {@link
 * DuckDbCache#putIfUnchanged} knows whether the key was changed or removed meanwhile, in whatever
 * process: then what was loaded may be older than that. Immutable.
 */
public final class Watch {

  private final String key;
  private final int stripe;
  private final long identity;
  private final long everything;
  private final long guard;

  private Watch(String key, int stripe, long identity, long everything, long guard) {
    this.key = key;
    this.stripe = stripe;
    this.identity = identity;
    this.everything = everything;
    this.guard = guard;
  }

  static Watch begin(VersionFile file, String key) {
    int stripe = VersionFile.stripe(key);
    return new Watch(
        key, stripe, file.identity(), file.guard(VersionFile.EVERYTHING), file.guard(stripe));
  }

  /** The key. */
  public String key() {
    return key;
  }

  /** Whether no user has changed the key between the other moment and this one. */
  public boolean coversChangesUntil(Watch other) {
    return identity == other.identity
        && stripe == other.stripe
        && everything - other.everything >= 0
        && guard - other.guard >= 0;
  }

  int stripe() {
    return stripe;
  }

  /** Whether nothing was changed since. */
  boolean standsIn(VersionFile file) {
    return file.identity() == identity
        && file.guard(VersionFile.EVERYTHING) == everything
        && file.guard(stripe) == guard;
  }
}
