package dev.bolt.engine;

/** What became of the writes of a call. */
public enum Fate {
  /** They are committed. */
  COMMITTED,
  /** They are not committed: the transaction is open, was rolled back, or there were none. */
  NOT_COMMITTED,
  /** The host was lost meanwhile; it is not known. */
  UNKNOWN
}
