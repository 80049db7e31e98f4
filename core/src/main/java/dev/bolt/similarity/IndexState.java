package dev.bolt.similarity;

/**
 * How an approximate index is. Immutable.
 *
 * @param condition whether it is used
 * @param reason why, in a sentence
 * @param vectors how many it shows
 * @param version the version of the table that it shows; what is newer is found in the table
 */
public record IndexState(Condition condition, String reason, long vectors, long version) {

  /** Whether it is used. */
  public enum Condition {
    /** None is wanted. */
    OFF,
    /** One is wanted, and cannot be had. */
    UNAVAILABLE,
    /** It is not there yet, or too old; searches are exact meanwhile. */
    BEHIND,
    /** Searches use it. */
    READY
  }

  static IndexState off() {
    return new IndexState(Condition.OFF, "exact search only, as configured", 0, 0);
  }
}
