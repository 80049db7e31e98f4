package dev.bolt.engine;

import dev.bolt.ErrorCode;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongPredicate;
import org.duckdb.DuckDBConnection;

/**
 * The table in which a host keeps, in the transaction of each write of a joined client, what that
 * write was answered: so the next host knows of every operation whether it is committed.
 *
 * <pre>
 *   __bolt.commits
 *   process │ session │ sequence │ update_count │ answer        primary key: the first three
 * </pre>
 *
 * <p>The primary key makes a second run of the same operation fail inside the engine. A client has
 * one operation at a time and numbers them, so a row with a higher sequence says that the ones
 * before it were acknowledged: only the last row of each client is needed, and only as long as the
 * client may come back. Rows go for these two reasons and no other; never for their age.
 *
 * <p>Thread-safe. Connections are given by callers, who own them.
 */
final class CommitLedger {

  private static final String SCHEMA = HiddenSchema.NAME;
  static final String TABLE = SCHEMA + ".commits";

  private static final String CREATE =
      "CREATE TABLE IF NOT EXISTS "
          + TABLE
          + " (process BIGINT NOT NULL, session BIGINT NOT NULL, sequence BIGINT NOT NULL,"
          + " update_count BIGINT NOT NULL, answer BLOB, PRIMARY KEY (process, session, sequence))";

  private static final String FIND =
      "SELECT update_count, answer FROM "
          + TABLE
          + " WHERE process = ? AND session = ? AND sequence = ?";

  private static final String PRUNE =
      "DELETE FROM "
          + TABLE
          + " AS old WHERE sequence < (SELECT max(sequence) FROM "
          + TABLE
          + " AS new WHERE new.process = old.process AND new.session = old.session)";

  private static final String FORGET =
      "DELETE FROM " + TABLE + " WHERE process = ? AND session = ?";

  private static final String FORGET_PROCESS = "DELETE FROM " + TABLE + " WHERE process = ?";

  private static final String PROCESSES = "SELECT DISTINCT process FROM " + TABLE;

  /** As many rows are written before those that are not needed any more are removed. */
  private static final int PRUNE_AFTER = 1_024;

  private static final int CREATE_ATTEMPTS = 20;

  private final AtomicInteger written = new AtomicInteger();
  private final Set<ClientId> gone = ConcurrentHashMap.newKeySet();
  private volatile boolean created;
  private volatile LongPredicate processIsGone = process -> false;

  /** Whether the table is known to be there. */
  boolean isCreated() {
    return created;
  }

  /** Somebody has dropped the table. */
  void missing() {
    created = false;
  }

  /** Creates the table if it is missing. */
  synchronized void create(DuckDBConnection connection) throws SQLException {
    for (int attempt = 1; !created; attempt++) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("CREATE SCHEMA IF NOT EXISTS " + SCHEMA);
        statement.execute(CREATE);
        created = true;
      } catch (SQLException e) {
        SQLException coded = EngineErrors.duckdb(e);
        if (!ErrorCode.SERIALIZATION_FAILURE.is(coded) || attempt == CREATE_ATTEMPTS) {
          throw coded;
        }
      }
    }
  }

  /** What became of an operation that cannot be under way any more. */
  Outcome find(DuckDBConnection connection, ClientId client, long sequence) throws SQLException {
    try (PreparedStatement find = connection.prepareStatement(FIND)) {
      find.setLong(1, client.process());
      find.setLong(2, client.session());
      find.setLong(3, sequence);
      try (ResultSet row = find.executeQuery()) {
        return row.next()
            ? LedgerAnswer.outcome(row.getLong(1), row.getBytes(2))
            : Outcome.NOT_COMMITTED;
      }
    } catch (SQLException e) {
      throw EngineErrors.duckdb(e);
    }
  }

  /** A client has said goodbye: it will not ask. */
  void goodbye(ClientId client) {
    gone.add(client);
  }

  /** Rows have been committed; true when it is time to {@link #prune}. */
  boolean wrote(int rows) {
    int now = written.addAndGet(rows);
    return now >= PRUNE_AFTER && written.compareAndSet(now, 0);
  }

  /** Says how to prove that a process is gone. */
  void whoIsGone(LongPredicate gone) {
    processIsGone = gone;
  }

  /** Removes the rows that nobody can ask for. */
  void prune(DuckDBConnection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        PreparedStatement forget = connection.prepareStatement(FORGET);
        PreparedStatement forgetProcess = connection.prepareStatement(FORGET_PROCESS)) {
      statement.execute(PRUNE);
      for (long process : processes(statement)) {
        if (processIsGone.test(process)) {
          forgetProcess.setLong(1, process);
          forgetProcess.execute();
        }
      }
      for (ClientId client : gone) {
        forget.setLong(1, client.process());
        forget.setLong(2, client.session());
        forget.execute();
        gone.remove(client);
      }
    }
  }

  private static List<Long> processes(Statement statement) throws SQLException {
    List<Long> processes = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(PROCESSES)) {
      while (rows.next()) {
        processes.add(rows.getLong(1));
      }
    }
    return processes;
  }
}
