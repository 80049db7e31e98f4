package dev.bolt.lock;

import dev.bolt.ErrorCode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The errors of locks, in words. Immutable.
 *
 * @param database whose locks, for a message
 */
record Refusals(String database) {

  SQLException closed() {
    return ErrorCode.CLOSED.exception(
        "The lock manager of " + database + " is closed. Open another one");
  }

  SQLException timedOut(Wait wait, Duration timeout, List<LockEntry> inTheWay) {
    return ErrorCode.LOCK_TIMEOUT.exception(
        "Waited "
            + timeout.toMillis()
            + " ms for the lock '"
            + wait.name()
            + "' ("
            + wait.mode().word()
            + ") of "
            + database
            + ". "
            + describe(inTheWay)
            + ". Wait longer, have it released or end its process; forceUnlock asks it to let go");
  }

  private static String describe(List<LockEntry> inTheWay) {
    List<LockEntry> holders = inTheWay.stream().filter(e -> e.fencingToken() != 0).toList();
    long waiters = (long) inTheWay.size() - holders.size();
    String queue = waiters == 0 ? "" : waiters + " more waited before this one";
    if (holders.isEmpty()) {
      return waiters == 0 ? "Nobody holds it now" : "Nobody holds it now; " + queue;
    }
    return "Held by "
        + holders.stream().limit(8).map(LockEntry::describe).collect(Collectors.joining("; by "))
        + (queue.isEmpty() ? "" : "; " + queue);
  }

  SQLException upgrade(Held held) {
    return ErrorCode.LOCK_STATE.exception(
        "The lock '"
            + held.name()
            + "' of "
            + database
            + " is held shared by "
            + held.owner()
            + ", which now wants it exclusive. Two who do so would wait for each other: release it"
            + " and acquire it exclusive, or acquire it exclusive at first");
  }

  SQLException waitsAlready(LockOwner owner) {
    return ErrorCode.LOCK_STATE.exception(
        owner
            + " waits for another lock of "
            + database
            + " in another thread. An owner waits for one lock at a time: use an owner for each");
  }

  SQLException lost(Held held) {
    return ErrorCode.LOCK_STATE.exception(
        "The lock '"
            + held.name()
            + "' of "
            + database
            + " with token "
            + held.token()
            + " was lost before its release, since the folder or file of locks was deleted or"
            + " replaced. Others may have held it since: check what it protects");
  }

  SQLException stale(String name, long token) {
    return ErrorCode.LOCK_STATE.exception(
        "Token "
            + token
            + " of the lock '"
            + name
            + "' of "
            + database
            + " is not that of a holder: the lock was released, lost or taken. Acquire it again");
  }

  static SQLException negative(Duration timeout) {
    return ErrorCode.INVALID_ARGUMENT.exception(
        "A timeout is zero or more; this one is " + timeout);
  }

  static SQLException missing(String what) {
    return ErrorCode.INVALID_ARGUMENT.exception("A lock needs " + what + "; it is null");
  }

  static SQLException reserved(String name) {
    return ErrorCode.INVALID_ARGUMENT.exception(
        "Names of locks that begin with 'bolt:' are reserved: " + name + ". Use another one");
  }
}
