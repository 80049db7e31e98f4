package dev.bolt.lock;

/**
 * What the graph of waits knows of an entry.
 *
 * @param entry its number
 * @param kind whether it is a lock, in whose queue others wait behind him
 * @param lock a number that is the same for all entries of a lock
 * @param mode how the lock is held or wanted
 * @param phase what the entry says
 * @param ticket when it came
 * @param token when it got the lock; 0 if it has not
 * @param owner who it is
 */
record Stay(
    int entry,
    LockName.Kind kind,
    int lock,
    LockMode mode,
    Phase phase,
    long ticket,
    long token,
    Party owner) {

  /**
   * Who waits or holds.
   *
   * @param place the first slot of a thread's process, or the slot of another owner
   * @param number the number of the owner there
   */
  record Party(int place, long number) {}

  /** Whether a waiter has to wait for this one. */
  boolean isInTheWayOf(Stay waiter) {
    return lock == waiter.lock
        && entry != waiter.entry
        && mode.conflictsWith(waiter.mode)
        && (phase.holds()
            || kind == LockName.Kind.LOCK
                && phase == Phase.WAITING
                && waiter.phase != Phase.PASSED
                && ticket < waiter.ticket);
  }
}
