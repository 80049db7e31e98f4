package dev.bolt.lock;

/** What may be done to the holder of a lock that somebody else wants to have free. */
public enum Force {
  /** A dead one is removed, a living one is asked. */
  ASK,
  /** A living one loses the lock too, whatever he does with what it protects. */
  EVEN_IF_ALIVE
}
