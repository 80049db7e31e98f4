package dev.bolt.engine;

import dev.bolt.ErrorCode;
import dev.bolt.sql.SqlStatement;
import dev.bolt.sql.StatementKind;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.duckdb.DuckDBConnection;

/**
 * How one session writes what is a transaction of its own: with others in a group where nothing
 * tells its session from theirs, else by itself; a conflict that its client has not been told of is
 * lost and tried again; and what it has to leave in the ledger.
 *
 * <p>Confined to the thread that uses the session, {@link #cancel} excepted.
 */
final class AutoCommitWrites implements AutoCloseable {

  /** One attempt to write. */
  interface Attempt {
    Reply run() throws SQLException;
  }

  private static final int ATTEMPTS = 40;
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final DuckDbEngine engine;
  private final DuckDBConnection connection;
  private final SessionContext context;
  private final ClientId client;
  private final boolean keepsOutcomes;
  private final LedgerWriter ledger;

  /** Whether the session is as it was opened, so that its writes can run in any other like it. */
  private boolean asOpened = true;

  private boolean transactionNotCovered;
  private WriteGroups groups;
  private volatile GroupedWrite inGroup;
  private volatile boolean cancelled;

  AutoCommitWrites(
      DuckDbEngine engine,
      DuckDBConnection connection,
      SessionContext context,
      ClientId client,
      boolean keepsOutcomes) {
    this.engine = engine;
    this.connection = connection;
    this.context = context;
    this.client = client;
    this.keepsOutcomes = keepsOutcomes;
    this.ledger = new LedgerWriter(engine.ledger(), connection);
  }

  /** The session has a setting, a schema or a temporary object of its own from now on. */
  void sessionChanged() {
    asOpened = false;
  }

  /**
   * What is to be left in the ledger for an operation; null when it has no number.
   *
   * @throws SQLException of {@link ErrorCode#NOT_COVERED} when it cannot be left there; nothing has
   *     been done then
   */
  LedgerEntry entry(long sequence, WriteProfile profile) throws SQLException {
    if (sequence == 0 || !keepsOutcomes) {
      return null;
    }
    requireCovered(isCovered(profile));
    engine.createLedger();
    return new LedgerEntry(client, sequence);
  }

  // The engine writes one of its databases in a transaction, so the ledger covers the one it is in.
  private boolean isCovered(WriteProfile profile) {
    return !engine.hasAttached() || asOpened && !profile.isQualified();
  }

  private static void requireCovered(boolean covered) throws SQLException {
    if (!covered) {
      throw ErrorCode.NOT_COVERED.exception(
          "The write may be one of an attached database, which has no ledger; nothing was done");
    }
  }

  /** A statement writes in a transaction that the client has begun. */
  void inTransaction(WriteProfile profile) {
    transactionNotCovered |= !isCovered(profile);
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
    if (groups == null) {
      groups = engine.groups(context);
    }
    GroupedWrite write =
        new GroupedWrite(groups, statement, parameters, options.timeout(), entry, profile);
    inGroup = write;
    try {
      return groups.run(write);
    } finally {
      inGroup = null;
    }
  }

  private boolean suitsGroup(WriteProfile profile) {
    return asOpened
        && profile.isShort()
        && !profile.isReturning()
        && (!profile.mayNameFiles() || engine.isHome(context));
  }

  /** Writes, again and again while that loses conflicts and nobody wants it to end. */
  Reply alone(Duration timeout, WriteProfile profile, Attempt attempt) throws SQLException {
    long start = System.nanoTime();
    // It may have been cancelled while it was in a group that failed because of another one.
    if (cancelled) {
      throw GroupedWrite.interrupted();
    }
    for (int i = 1; ; i++) {
      long begin = System.nanoTime();
      try {
        Reply reply = attempt.run();
        profile.ran(System.nanoTime() - begin);
        engine.wrote();
        return reply;
      } catch (SQLException e) {
        if (!ErrorCode.SERIALIZATION_FAILURE.is(e) || i == ATTEMPTS) {
          throw e;
        }
        profile.conflicted();
        pause(i);
        if (keepsOutcomes) {
          engine.createLedger();
        }
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

  /** Leaves the answer to a statement in the ledger, in the transaction that is open. */
  void keep(LedgerEntry entry, Reply answer) throws SQLException {
    byte[] rest = LedgerAnswer.NONE;
    if (answer.cursor() instanceof DuckDbCursor rows) {
      rows.drain();
      rest = LedgerAnswer.rows(rows.shape(), rows.held());
    } else if (answer.generatedKeys() instanceof DuckDbCursor keys) {
      rest = LedgerAnswer.keys(keys.shape(), keys.held());
    }
    ledger.write(List.of(entry.answered(answer.updateCount(), rest)));
  }

  /** Leaves in the ledger that the transaction that is open is committed. */
  void keep(long sequence, long[] counts) throws SQLException {
    if (!keepsOutcomes) {
      return;
    }
    requireCovered(!transactionNotCovered);
    engine.createLedger();
    byte[] rest = counts == null ? LedgerAnswer.NONE : LedgerAnswer.counts(counts);
    ledger.write(List.of(new LedgerEntry(client, sequence).answered(-1, rest)));
  }

  /** A transaction is over. */
  void committed() {
    transactionNotCovered = false;
    engine.wrote();
    ledger.committed();
  }

  boolean keepsOutcomes() {
    return keepsOutcomes;
  }

  /** The client will not ask for an outcome any more. */
  void goodbye() {
    if (keepsOutcomes) {
      engine.ledger().goodbye(client);
    }
  }

  /** What became of an operation of the client. */
  Outcome outcome(long sequence) throws SQLException {
    engine.createLedger();
    return engine.ledger().find(connection, client, sequence);
  }

  /** Ends the write that is under way in a group, or between two attempts. Any thread. */
  void cancel() {
    cancelled = true;
    GroupedWrite write = inGroup;
    if (write != null) {
      write.cancel();
    }
  }

  @Override
  public void close() throws SQLException {
    ledger.close();
  }
}
