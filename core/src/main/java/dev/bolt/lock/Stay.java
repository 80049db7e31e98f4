package dev.bolt.lock;

/**
 * What the graph of waits knows of an entry of the board.
 *
 * @param entry its number
 * @param resource a number that is the same for all entries of a resource
 * @param mode how it is held or wanted
 * @param phase what the entry says
 * @param ticket when it came
 * @param since when it got the resource, by a clock that all share; 0 if it has not
 * @param owner who it is
 */
record Stay(
    int entry, int resource, LockMode mode, Phase phase, long ticket, long since, Party owner) {

  /**
   * Who waits, and holds something.
   *
   * @param slot the place of his process
   * @param number his number there
   */
  record Party(int slot, long number) {}

  /** Whether a waiter has to wait for this one. */
  boolean isInTheWayOf(Stay waiter) {
    return resource == waiter.resource && phase.holds() && mode.conflictsWith(waiter.mode);
  }
}
