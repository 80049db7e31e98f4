package dev.bolt.lock;

/** What an entry of the table says of its owner; decision 14 tells who may change it. */
enum Phase {
  /** The entry is nobody's. */
  FREE,
  /** He stands in the queue. */
  WAITING,
  /** It is his turn: he counts as a holder, and has to take the lock himself. */
  OFFERED,
  /** He waits, and others are let past him, since he did not take what he was offered. */
  PASSED,
  /** On the board: he waits, and is to look whether he is the victim of a deadlock. */
  VICTIM,
  /** He has the lock. */
  HELD;

  private static final Phase[] ALL = values();

  /** The phase with a number, or null when there is none. */
  static Phase of(int number) {
    return number >= 0 && number < ALL.length ? ALL[number] : null;
  }

  /** Whether others have to wait for him as for a holder. */
  boolean holds() {
    return this == HELD || this == OFFERED;
  }

  /** Whether he stands in the queue, so that others wait behind him. */
  boolean queues() {
    return this == WAITING || this == VICTIM;
  }

  /** Whether he waits. */
  boolean waits() {
    return queues() || this == PASSED;
  }
}
