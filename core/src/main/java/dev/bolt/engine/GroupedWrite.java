package dev.bolt.engine;

import dev.bolt.ErrorCode;
import dev.bolt.sql.SqlStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A short auto-commit write of one session, on its way through {@link WriteGroups}.
 *
 * <pre>
 *   WAITING ──a lane is given to it──▶ LEADING ─┐
 *      │  └───taken into a group──▶ MEMBER ─────┴──▶ DONE, FAILED or ALONE
 *      └──cancelled──▶ FAILED
 * </pre>
 *
 * <p>The thread that made it waits in {@link #await}; phases change under the monitor of its
 * groups, outcomes are set by the thread that leads.
 */
final class GroupedWrite {

  enum Phase {
    /** In the queue. */
    WAITING,
    /** Its thread has a lane, and runs the group. */
    LEADING,
    /** In a group that another thread runs. */
    MEMBER,
    /** Committed. */
    DONE,
    /** Not committed, and why is known. */
    FAILED,
    /** Not committed: its session is to run it by itself. */
    ALONE
  }

  private final WriteGroups groups;
  private final SqlStatement statement;
  private final Object[] parameters;
  private final Duration timeout;
  private final LedgerEntry entry;
  private final WriteProfile profile;
  private final Thread thread = Thread.currentThread();
  private volatile Phase phase = Phase.WAITING;
  private volatile boolean cancelled;
  private WriteLane lane;
  private long count;
  private SQLException failure;

  /**
   * A write of the thread that calls this.
   *
   * @param entry the operation that is to be kept in the ledger, or null
   */
  GroupedWrite(
      WriteGroups groups,
      SqlStatement statement,
      Object[] parameters,
      Duration timeout,
      LedgerEntry entry,
      WriteProfile profile) {
    this.groups = groups;
    this.statement = statement;
    this.parameters = parameters;
    this.timeout = timeout;
    this.entry = entry;
    this.profile = profile;
  }

  String sql() {
    return statement.text();
  }

  Object[] parameters() {
    return parameters;
  }

  Duration timeout() {
    return timeout;
  }

  /** The operation that is to be kept in the ledger, with its answer once it has run; or null. */
  LedgerEntry entry() {
    return entry == null ? null : entry.counting(count);
  }

  WriteProfile profile() {
    return profile;
  }

  Phase phase() {
    return phase;
  }

  /** The lane that it was given, while it leads. */
  WriteLane lane() {
    return lane;
  }

  void lead(WriteLane given) {
    lane = given;
    phase = Phase.LEADING;
  }

  void join(WriteLane taken) {
    lane = taken;
    phase = Phase.MEMBER;
  }

  /** The number of rows that it changed. */
  long count() {
    return count;
  }

  void ran(long changed) {
    count = changed;
  }

  void finish(Phase outcome, SQLException cause) {
    failure = cause;
    phase = outcome;
  }

  /** Sees to it that it has an outcome when its group is over. */
  void requireOver() {
    if (phase == Phase.LEADING || phase == Phase.MEMBER) {
      finish(
          Phase.FAILED,
          ErrorCode.ENGINE.exception(
              "The host failed while it ran this write; it may or may not be committed"));
    }
  }

  /** Wakes the thread that waits. */
  void wake() {
    if (thread != Thread.currentThread()) {
      LockSupport.unpark(thread);
    }
  }

  /** Waits until it is over, or is to lead. An interrupt of the user is kept for later. */
  void await() {
    boolean interrupted = false;
    while (phase == Phase.WAITING || phase == Phase.MEMBER) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** What became of it, once that is known; null if its session has to run it by itself. */
  Long result() throws SQLException {
    return switch (phase) {
      case DONE -> count;
      case ALONE -> null;
      case FAILED -> throw failure;
      default -> throw new IllegalStateException("The write is " + phase);
    };
  }

  /** Ends it if it waits, interrupts it if it runs. Any thread. */
  void cancel() {
    groups.cancel(this);
  }

  /** Notes that somebody wants it to end. */
  void markCancelled() {
    cancelled = true;
  }

  void requireNotCancelled() throws SQLException {
    if (cancelled) {
      throw interrupted();
    }
  }

  static SQLException interrupted() {
    return ErrorCode.INTERRUPTED.exception("The statement was cancelled");
  }
}
