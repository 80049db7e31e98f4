package dev.bolt.engine;

import dev.bolt.ErrorCode;
import java.sql.SQLException;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.duckdb.DuckDBConnection;

/**
 * What one session keeps of its operations in the {@link CommitLedger}, and what became of them.
 * Confined to the thread that uses the session.
 */
final class SessionOutcomes implements AutoCloseable {

  private final DuckDbEngine engine;
  private final DuckDBConnection connection;
  private final DuckDbTransaction transaction;
  private final ClientId client;
  private final boolean kept;
  private final BooleanSupplier asOpened;
  private final LedgerWriter ledger;
  private boolean transactionNotCovered;

  /**
   * The outcomes of a session.
   *
   * @param client who may ask for them; null for nobody
   * @param kept whether those of operations with a number are kept
   * @param asOpened whether the session has changed nothing of how names are looked up
   */
  SessionOutcomes(
      DuckDbEngine engine,
      DuckDBConnection connection,
      DuckDbTransaction transaction,
      ClientId client,
      boolean kept,
      BooleanSupplier asOpened) {
    this.engine = engine;
    this.connection = connection;
    this.transaction = transaction;
    this.client = client;
    this.kept = kept;
    this.asOpened = asOpened;
    this.ledger = new LedgerWriter(engine.ledger(), connection, transaction);
  }

  /** Whether those of operations with a number are kept. */
  boolean kept() {
    return kept;
  }

  /** Sees to it that there is a place for them. */
  void prepare() throws SQLException {
    if (kept) {
      engine.createLedger();
    }
  }

  /**
   * What is to be kept of an operation; null when it has no number.
   *
   * @throws SQLException of {@link ErrorCode#NOT_COVERED} when it cannot be kept; nothing has been
   *     done then
   */
  LedgerEntry entry(long sequence, WriteProfile profile) throws SQLException {
    if (sequence == 0 || !kept) {
      return null;
    }
    requireCovered(isCovered(profile));
    prepare();
    return new LedgerEntry(client, sequence);
  }

  // The engine writes one of its databases in a transaction, so the ledger covers the one it is in.
  private boolean isCovered(WriteProfile profile) {
    return !engine.hasAttached() || asOpened.getAsBoolean() && !profile.isQualified();
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

  /** What is kept of a statement that has run: also the rows or keys that it returned. */
  static LedgerEntry answered(LedgerEntry entry, Reply answer) throws SQLException {
    byte[] rest = LedgerAnswer.NONE;
    if (answer.cursor() instanceof DuckDbCursor rows) {
      rows.drain();
      rest = LedgerAnswer.rows(rows.shape(), rows.held());
    } else if (answer.generatedKeys() instanceof DuckDbCursor keys) {
      rest = LedgerAnswer.keys(keys.shape(), keys.held());
    }
    return entry.answered(answer.updateCount(), rest);
  }

  /** Commits the open transaction, which is that of one statement, with what is kept of it. */
  void commit(LedgerEntry entry) throws SQLException {
    ledger.commit(List.of(entry));
    over();
  }

  /**
   * Commits the open transaction, and keeps that it is committed.
   *
   * @param counts the answer, if it is a batch that this commits; else null
   * @throws SQLException of {@link ErrorCode#NOT_COVERED} when that cannot be kept; the transaction
   *     is open still
   */
  void commit(long sequence, long[] counts) throws SQLException {
    requireCovered(!kept || !transactionNotCovered);
    try {
      prepare();
    } catch (SQLException e) {
      transaction.abandon();
      throw e;
    }
    byte[] rest = counts == null ? LedgerAnswer.NONE : LedgerAnswer.counts(counts);
    LedgerEntry entry = new LedgerEntry(client, sequence).answered(-1, rest);
    ledger.commit(kept ? List.of(entry) : List.of());
  }

  /** The transaction is over. */
  void over() {
    transactionNotCovered = false;
    engine.wrote();
  }

  /** The client will not ask for an outcome any more. */
  void goodbye() {
    if (kept) {
      engine.ledger().goodbye(client);
    }
  }

  /** What became of an operation of the client. */
  Outcome find(long sequence) throws SQLException {
    engine.createLedger();
    return engine.ledger().find(connection, client, sequence);
  }

  @Override
  public void close() throws SQLException {
    ledger.close();
  }
}
