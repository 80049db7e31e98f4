package dev.bolt.lock;

import dev.bolt.ErrorCode;
import java.sql.SQLException;
import java.util.List;

/**
 * A cycle of owners who wait for each other, as it was at one moment. Immutable.
 *
 * @param steps each waits for the next, the last for the first; the victim may be any of them
 * @param victim who gives up
 */
record Deadlock(List<Step> steps, LockEntry victim) {

  /**
   * One owner of it.
   *
   * @param waiter what he waits for
   * @param blocker what the next one has of it
   */
  record Step(LockEntry waiter, LockEntry blocker) {
    String describe() {
      return name(waiter)
          + " waits for "
          + waiter.name()
          + " ("
          + waiter.mode().word()
          + ", since "
          + waiter.since()
          + "), which "
          + name(blocker)
          + " holds ("
          + blocker.mode().word()
          + ", since "
          + blocker.since()
          + ")";
    }

    private static String name(LockEntry entry) {
      return "PID " + entry.pid() + ", " + entry.owner();
    }
  }

  /** SQLState 40P01, with the whole cycle. */
  SQLException exception() {
    StringBuilder text = new StringBuilder("Deadlock of ").append(steps.size()).append(": ");
    for (Step step : steps) {
      text.append(step.describe()).append("; ");
    }
    text.append("PID ")
        .append(victim.pid())
        .append(", ")
        .append(victim.owner())
        .append(
            " gives up, since it holds least. Release all locks that it holds, roll its transaction"
                + " back and begin again; to avoid it, take locks in one order everywhere");
    return ErrorCode.DEADLOCK.exception(text.toString());
  }
}
