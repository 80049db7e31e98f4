package dev.bolt.engine;

import dev.bolt.ErrorCode;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes into the {@link CommitLedger} over one connection. Confined to who uses that. */
final class LedgerWriter implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LedgerWriter.class);

  private static final String ROW = "(?, ?, ?, ?, ?)";

  private final CommitLedger ledger;
  private final DuckDBConnection connection;
  private final Map<Integer, PreparedStatement> inserts = new HashMap<>();
  private int uncommitted;

  LedgerWriter(CommitLedger ledger, DuckDBConnection connection) {
    this.ledger = ledger;
    this.connection = connection;
  }

  /** Writes rows in the transaction that is open, all with one statement. */
  void write(List<LedgerEntry> entries) throws SQLException {
    uncommitted = entries.size();
    if (entries.isEmpty()) {
      return;
    }
    try {
      PreparedStatement insert = insert(entries.size());
      int parameter = 0;
      for (LedgerEntry entry : entries) {
        insert.setLong(++parameter, entry.client().process());
        insert.setLong(++parameter, entry.client().session());
        insert.setLong(++parameter, entry.sequence());
        insert.setLong(++parameter, entry.updateCount());
        insert.setBytes(++parameter, entry.answer());
      }
      insert.execute();
    } catch (SQLException e) {
      close();
      throw explained(EngineErrors.duckdb(e));
    }
  }

  // Nothing was committed, so whoever may run again does, and finds the table created anew.
  private SQLException explained(SQLException e) {
    if (!ErrorCode.UNKNOWN_TABLE.is(e)) {
      return e;
    }
    ledger.missing();
    return ErrorCode.SERIALIZATION_FAILURE.exception(
        "Somebody has dropped " + CommitLedger.TABLE + ", in which Bolt keeps outcomes", e);
  }

  private PreparedStatement insert(int rows) throws SQLException {
    PreparedStatement insert = inserts.get(rows);
    if (insert == null) {
      String values = (ROW + ", ").repeat(rows - 1) + ROW;
      insert =
          connection.prepareStatement("INSERT INTO " + CommitLedger.TABLE + " VALUES " + values);
      inserts.put(rows, insert);
    }
    return insert;
  }

  /** The transaction is over. Now and then that makes older rows needless. */
  void committed() {
    int rows = uncommitted;
    uncommitted = 0;
    if (!ledger.wrote(rows)) {
      return;
    }
    try {
      ledger.prune(connection);
    } catch (SQLException e) {
      // Rows that stay too long do no harm; the next time takes them too.
      LOG.warn("Bolt's ledger could not be pruned: {}", e.getMessage());
    }
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement insert : inserts.values()) {
      insert.close();
    }
    inserts.clear();
  }
}
