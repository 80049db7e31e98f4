package dev.bolt.cli.workload;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The tables of the workloads. Plain SQL that DuckDB, SQLite, H2 and PostgreSQL understand.
 *
 * <ul>
 *   <li>{@value #ROWS}: {@value #ROW_COUNT} rows (id, counter, label); counters start at 0
 *   <li>{@value #INSERTS}: empty; (client, seq, payload) without a key, so that a row written twice
 *       is there twice
 *   <li>{@value #BATCHES}: empty; (client, seq, part), parts from 0 to {@value #BATCH_SIZE} - 1
 *   <li>{@value #ACCOUNTS}: {@value #ACCOUNT_COUNT} rows (id, balance, moves); moves counts the
 *       transfers of an account
 *   <li>{@value #LISTS}: {@value #LIST_COUNT} rows (id, elements); elements are numbers with a
 *       comma behind each, and none at first
 * </ul>
 */
public final class Tables {

  /** The table that is read, scanned and updated. */
  public static final String ROWS = "bolt_stress_rows";

  /** The table that is inserted into. */
  public static final String INSERTS = "bolt_stress_inserts";

  /** The table of batches. */
  public static final String BATCHES = "bolt_stress_batches";

  /** The table of transfers. */
  public static final String ACCOUNTS = "bolt_stress_accounts";

  /** The table of lists. */
  public static final String LISTS = "bolt_stress_lists";

  /** The number of rows of {@link #ROWS}; ids begin at 0. */
  public static final int ROW_COUNT = 100_000;

  /** The number of rows of a batch. */
  public static final int BATCH_SIZE = 10;

  /** The number of rows of {@link #ACCOUNTS}; ids begin at 0. */
  public static final int ACCOUNT_COUNT = 1_000;

  /** The balance that every account begins with. */
  public static final int OPENING_BALANCE = 1_000;

  /** The number of rows of {@link #LISTS}; ids begin at 0. */
  public static final int LIST_COUNT = 10_000;

  private static final List<String> NAMES = List.of(ROWS, INSERTS, BATCHES, ACCOUNTS, LISTS);

  private Tables() {}

  /** Creates and fills the tables, in place of what is left of earlier ones. */
  public static void create(Connection connection) throws SQLException {
    drop(connection);
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "CREATE TABLE "
              + ROWS
              + " (id INTEGER PRIMARY KEY, counter BIGINT NOT NULL, label VARCHAR(40) NOT NULL)");
      statement.executeUpdate(
          "CREATE TABLE "
              + INSERTS
              + " (client INTEGER NOT NULL, seq BIGINT NOT NULL, payload VARCHAR(40) NOT NULL)");
      statement.executeUpdate(
          "CREATE TABLE "
              + BATCHES
              + " (client INTEGER NOT NULL, seq BIGINT NOT NULL, part INTEGER NOT NULL)");
      statement.executeUpdate(
          "CREATE TABLE "
              + ACCOUNTS
              + " (id INTEGER PRIMARY KEY, balance BIGINT NOT NULL, moves BIGINT NOT NULL)");
      statement.executeUpdate(
          "CREATE TABLE " + LISTS + " (id INTEGER PRIMARY KEY, elements VARCHAR NOT NULL)");
      fill(statement, ROWS, "0, 'row 0'", "0, 'row ' || CAST(id + %d AS VARCHAR(20))", ROW_COUNT);
      fill(statement, ACCOUNTS, OPENING_BALANCE + ", 0", OPENING_BALANCE + ", 0", ACCOUNT_COUNT);
      fill(statement, LISTS, "''", "''", LIST_COUNT);
      connection.commit();
    } finally {
      connection.setAutoCommit(true);
    }
    if (connection.getMetaData().getDatabaseProductName().equals("DuckDB")) {
      checkpoint(connection);
    }
  }

  // DuckDB reads rows that are still in its log from memory, and slower once they are compressed in
  // the file. Whoever is compared begins with rows in the file, where those of users are.
  private static void checkpoint(Connection connection) {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CHECKPOINT");
    } catch (SQLException othersWrite) {
      // In a database that others are writing to it cannot be done now, and nothing depends on it.
      return;
    }
  }

  /** Drops the tables that are there. */
  public static void drop(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String name : NAMES) {
        statement.executeUpdate("DROP TABLE IF EXISTS " + name);
      }
    }
  }

  // A table that copies itself doubles with each statement, in every dialect and without a client
  // that sends rows.
  private static void fill(
      Statement statement, String table, String first, String following, int count)
      throws SQLException {
    statement.executeUpdate("INSERT INTO " + table + " VALUES (0, " + first + ")");
    for (int present = 1; present < count; present *= 2) {
      String values = following.replace("%d", Integer.toString(present));
      statement.executeUpdate(
          ("INSERT INTO " + table + " SELECT id + " + present + ", " + values)
              + (" FROM " + table + " WHERE id < " + Math.min(present, count - present)));
    }
  }
}
