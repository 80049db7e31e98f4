package dev.bolt.engine;

import dev.bolt.ErrorCode;
import dev.bolt.protocol.ProtocolException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongPredicate;
import org.duckdb.DuckDBConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The table in which a host keeps, in the transaction of each write of a joined client, what that
 * write was answered: so the next host knows of every operation whether it is committed.
 *
 * <pre>
 *   __bolt.outcomes
 *   number │ outcomes         one row for a transaction: a {@link LedgerEntry} for each operation
 * </pre>
 *
 * <p>A host writes the table and reads it once, when it opens it; from then on {@link KeptOutcomes}
 * has what it says in memory. So no index has to be kept with each commit.
 *
 * <p>A client has one operation at a time and numbers them, so a higher number says that the ones
 * before it were acknowledged: only the last outcome of each client is needed, and only as long as
 * the client may come back. Rows go for these two reasons and no other; never for their age.
 *
 * <p>Thread-safe. Connections are given by callers, who own them.
 */
final class CommitLedger {

  private static final Logger LOG = LoggerFactory.getLogger(CommitLedger.class);

  private static final String SCHEMA = HiddenSchema.NAME;
  static final String TABLE = SCHEMA + ".outcomes";

  private static final String CREATE =
      "CREATE TABLE IF NOT EXISTS " + TABLE + " (number BIGINT NOT NULL, outcomes BLOB NOT NULL)";

  private static final String LOAD = "SELECT number, outcomes FROM " + TABLE;
  static final String INSERT = "INSERT INTO " + TABLE + " VALUES (?, ?)";
  private static final String DELETE = "DELETE FROM " + TABLE + " WHERE number < ?";

  /** As many rows are written before those that are not needed any more are removed. */
  private static final int PRUNE_AFTER = 1_024;

  private static final int CREATE_ATTEMPTS = 20;

  private final KeptOutcomes outcomes = new KeptOutcomes();
  private final AtomicInteger written = new AtomicInteger();
  private volatile boolean created;

  /** Whether somebody has dropped the table, so that it lacks what is in memory. */
  private volatile boolean dropped;

  private volatile LongPredicate processIsGone = process -> false;

  /** Whether the table is known to be there. */
  boolean isCreated() {
    return created;
  }

  /** Creates the table if it is missing, and reads what is in it. */
  synchronized void create(DuckDBConnection connection) throws SQLException {
    for (int attempt = 1; !created; attempt++) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("CREATE SCHEMA IF NOT EXISTS " + SCHEMA);
        statement.execute(CREATE);
        load(connection);
        if (dropped) {
          prune(connection);
        }
        created = true;
      } catch (SQLException e) {
        SQLException coded = EngineErrors.duckdb(e);
        if (!ErrorCode.SERIALIZATION_FAILURE.is(coded) || attempt == CREATE_ATTEMPTS) {
          throw coded;
        }
      }
    }
  }

  private void load(DuckDBConnection connection) throws SQLException {
    Set<Long> doubts = outcomes.inDoubt();
    List<LedgerRow> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(LOAD)) {
      while (found.next()) {
        rows.add(new LedgerRow(found.getLong(1), LedgerEntry.read(found.getBytes(2))));
      }
    } catch (ProtocolException e) {
      throw ErrorCode.CORRUPT.exception(
          "A row of " + TABLE + ", in which Bolt keeps outcomes, cannot be read", e);
    }
    outcomes.loaded(rows, doubts);
  }

  /**
   * A transaction is about to write its row.
   *
   * @throws SQLException when one of the operations would run twice
   */
  LedgerRow begin(List<LedgerEntry> entries) throws SQLException {
    return outcomes.begin(entries);
  }

  /** The transaction of a row is committed. */
  void committed(LedgerRow row) {
    outcomes.committed(row);
    written.incrementAndGet();
  }

  /** The transaction of a row has failed. */
  void failed(LedgerRow row, SQLException failure) {
    if (ErrorCode.UNKNOWN_TABLE.is(failure)) {
      dropped = true;
      created = false;
    }
    outcomes.failed(row, isCertain(failure));
  }

  // Such a failure is of the rows, or comes before the COMMIT; others may come from within it.
  private static boolean isCertain(SQLException failure) {
    return EngineErrors.isAboutTheRows(failure) || ErrorCode.UNKNOWN_TABLE.is(failure);
  }

  /** What became of an operation that cannot be under way any more. */
  Outcome find(DuckDBConnection connection, ClientId client, long sequence) throws SQLException {
    if (!outcomes.inDoubt().isEmpty()) {
      settle(connection);
    }
    LedgerEntry last = outcomes.find(client);
    return last != null && last.sequence() == sequence
        ? LedgerAnswer.outcome(last.updateCount(), last.answer())
        : Outcome.NOT_COMMITTED;
  }

  private synchronized void settle(DuckDBConnection connection) throws SQLException {
    try {
      load(connection);
    } catch (SQLException e) {
      throw EngineErrors.duckdb(e);
    }
  }

  /** A client has said goodbye: it will not ask. */
  void goodbye(ClientId client) {
    outcomes.forget(client);
  }

  /** Says how to prove that a process is gone. */
  void whoIsGone(LongPredicate gone) {
    processIsGone = gone;
  }

  /** Now and then, removes the rows that nobody can ask for. */
  void tidy(DuckDBConnection connection) {
    int rows = written.get();
    if (rows < PRUNE_AFTER || !written.compareAndSet(rows, 0)) {
      return;
    }
    try {
      prune(connection);
    } catch (SQLException e) {
      // Rows that stay too long do no harm; the next time takes them too.
      LOG.warn("Bolt's ledger could not be pruned: {}", e.getMessage());
    }
  }

  // One row takes the place of all those that are settled, in one transaction.
  private synchronized void prune(DuckDBConnection connection) throws SQLException {
    if (!outcomes.inDoubt().isEmpty()) {
      load(connection);
    }
    outcomes.forgetProcesses(processIsGone);
    KeptOutcomes.Gathered gathered = outcomes.gather();
    if (gathered == null) {
      return;
    }
    try (Statement control = connection.createStatement()) {
      control.execute("BEGIN TRANSACTION");
      try {
        replace(connection, gathered);
        control.execute("COMMIT");
      } catch (SQLException e) {
        outcomes.notReplaced(gathered);
        // After a failed COMMIT there is nothing left to roll back.
        Cleanup.after(e, () -> control.execute("ROLLBACK"));
        throw e;
      }
      outcomes.replaced(gathered);
    }
  }

  private static void replace(DuckDBConnection connection, KeptOutcomes.Gathered gathered)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT);
        PreparedStatement delete = connection.prepareStatement(DELETE)) {
      if (!gathered.row().entries().isEmpty()) {
        bind(insert, gathered.row());
        insert.execute();
      }
      delete.setLong(1, gathered.below());
      delete.execute();
    }
  }

  /** Sets the parameters of {@link #INSERT}. */
  static void bind(PreparedStatement insert, LedgerRow row) throws SQLException {
    insert.setLong(1, row.number());
    insert.setBytes(2, LedgerEntry.write(row.entries()));
  }
}
