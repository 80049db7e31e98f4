package dev.bolt.engine;

import dev.bolt.ErrorCode;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.duckdb.DuckDBConnection;

/**
 * Commits the transactions of one connection with what the {@link CommitLedger} is to keep of them.
 * Confined to who uses that.
 */
final class LedgerWriter implements AutoCloseable {

  private final CommitLedger ledger;
  private final DuckDBConnection connection;
  private final DuckDbTransaction transaction;

  /** Null until the first commit, and after a failed one. */
  private PreparedStatement insert;

  LedgerWriter(CommitLedger ledger, DuckDBConnection connection, DuckDbTransaction transaction) {
    this.ledger = ledger;
    this.connection = connection;
    this.transaction = transaction;
  }

  /**
   * Commits the open transaction and the outcomes of what it did.
   *
   * @param entries one for each operation; none to keep nothing
   */
  void commit(List<LedgerEntry> entries) throws SQLException {
    if (entries.isEmpty()) {
      transaction.commit();
      return;
    }
    LedgerRow row = begin(entries);
    try {
      transaction.commitWith(statement(row));
    } catch (SQLException e) {
      SQLException coded = EngineErrors.duckdb(e);
      transaction.abandon();
      ledger.failed(row, coded);
      // The driver closes a statement that failed, but not when the failure is one of binding it.
      Cleanup.after(coded, this::close);
      throw explained(coded);
    }
    ledger.committed(row);
    ledger.tidy(connection);
  }

  private LedgerRow begin(List<LedgerEntry> entries) throws SQLException {
    try {
      return ledger.begin(entries);
    } catch (SQLException e) {
      transaction.abandon();
      throw e;
    }
  }

  private PreparedStatement statement(LedgerRow row) throws SQLException {
    if (insert == null) {
      insert = connection.prepareStatement(CommitLedger.INSERT);
    }
    CommitLedger.bind(insert, row);
    return insert;
  }

  // Nothing was committed, so whoever may run again does, and finds the table created anew.
  private static SQLException explained(SQLException e) {
    return ErrorCode.UNKNOWN_TABLE.is(e)
        ? ErrorCode.SERIALIZATION_FAILURE.exception(
            "Somebody has dropped " + CommitLedger.TABLE + ", in which Bolt keeps outcomes", e)
        : e;
  }

  @Override
  public void close() throws SQLException {
    PreparedStatement closing = insert;
    insert = null;
    if (closing != null) {
      closing.close();
    }
  }
}
