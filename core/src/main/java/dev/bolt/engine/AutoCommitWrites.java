package dev.bolt.engine;

import dev.bolt.ErrorCode;
import dev.bolt.sql.SqlStatement;
import dev.bolt.sql.StatementKind;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How one session writes what is a transaction of its own: with others in a group where nothing
 * tells its session from theirs, else by itself; a conflict that its client has not been told of is
 * lost and tried again.
 *
 * <p>Confined to the thread that uses the session, {@link #cancel} excepted.
 */
final class AutoCommitWrites {

  /** One attempt to write. */
  interface Attempt<T> {
    T run() throws SQLException;
  }

  private static final int ATTEMPTS = 40;
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final DuckDbEngine engine;
  private final SessionContext context;

  /** Whether the session is as it was opened, so that its writes can run in any other like it. */
  private boolean asOpened = true;

  private WriteGroups insertGroups;
  private WriteGroups otherGroups;
  private volatile GroupedWrite inGroup;
  private volatile boolean cancelled;

  AutoCommitWrites(DuckDbEngine engine, SessionContext context) {
    this.engine = engine;
    this.context = context;
  }

  /** Whether the session is as it was opened. */
  boolean isAsOpened() {
    return asOpened;
  }

  /** The session has a setting, a schema or a temporary object of its own from now on. */
  void sessionChanged() {
    asOpened = false;
  }

  /**
   * Writes together with other sessions.
   *
   * @return the number of rows changed; null when the session has to write by itself
   */
  Long grouped(
      SqlStatement statement,
      Object[] parameters,
      ExecuteOptions options,
      LedgerEntry entry,
      WriteProfile profile)
      throws SQLException {
    cancelled = false;
    if (statement.kind() != StatementKind.DML || options.keys().wanted() || !suitsGroup(profile)) {
      return null;
    }
    WriteGroups groups = groups(profile.plainInsert() != null);
    GroupedWrite write =
        new GroupedWrite(groups, statement, parameters, options.timeout(), entry, profile);
    inGroup = write;
    try {
      return groups.run(write);
    } finally {
      inGroup = null;
    }
  }

  private WriteGroups groups(boolean inserts) throws SQLException {
    if (inserts) {
      insertGroups = insertGroups == null ? engine.groups(context, true) : insertGroups;
      return insertGroups;
    }
    otherGroups = otherGroups == null ? engine.groups(context, false) : otherGroups;
    return otherGroups;
  }

  private boolean suitsGroup(WriteProfile profile) {
    return asOpened
        && profile.isShort()
        && !profile.isReturning()
        && (!profile.mayNameFiles() || engine.isHome(context));
  }

  /**
   * Writes one statement, again and again while that loses conflicts and nobody wants it to end.
   */
  Reply alone(Duration timeout, WriteProfile profile, Attempt<Reply> attempt) throws SQLException {
    return again(
        timeout,
        profile,
        () -> {
          long begin = System.nanoTime();
          Reply reply = attempt.run();
          profile.ran(System.nanoTime() - begin);
          engine.wrote();
          return reply;
        });
  }

  /** The same with a batch, whose time says nothing of its statement. */
  long[] batch(Duration timeout, WriteProfile profile, Attempt<long[]> attempt)
      throws SQLException {
    cancelled = false;
    return again(timeout, profile, attempt);
  }

  private <T> T again(Duration timeout, WriteProfile profile, Attempt<T> attempt)
      throws SQLException {
    long start = System.nanoTime();
    // It may have been cancelled while it was in a group that failed because of another one.
    if (cancelled) {
      throw GroupedWrite.interrupted();
    }
    for (int i = 1; ; i++) {
      try {
        return attempt.run();
      } catch (SQLException e) {
        if (!ErrorCode.SERIALIZATION_FAILURE.is(e) || i == ATTEMPTS) {
          throw e;
        }
        profile.conflicted();
        pause(i);
        if (cancelled || timeout != null && System.nanoTime() - start > timeout.toNanos()) {
          throw GroupedWrite.interrupted();
        }
      }
    }
  }

  private static void pause(int attempt) {
    long longest = Math.min(LONGEST_PAUSE_NANOS, FIRST_PAUSE_NANOS << Math.min(attempt, 10));
    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(longest));
  }

  /** Ends the write that is under way in a group, or between two attempts. Any thread. */
  void cancel() {
    cancelled = true;
    GroupedWrite write = inGroup;
    if (write != null) {
      write.cancel();
    }
  }
}
