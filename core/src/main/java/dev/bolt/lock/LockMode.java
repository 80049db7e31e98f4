package dev.bolt.lock;

/** With whom a lock is held. */
public enum LockMode {
  /** With others who hold it shared. */
  SHARED,
  /** With nobody. */
  EXCLUSIVE;

  /** Whether two owners cannot hold one lock in these modes. */
  boolean conflictsWith(LockMode other) {
    return this == EXCLUSIVE || other == EXCLUSIVE;
  }

  /** The word for a message. */
  String word() {
    return this == SHARED ? "shared" : "exclusive";
  }
}
