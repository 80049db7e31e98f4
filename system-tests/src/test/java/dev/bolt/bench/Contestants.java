package dev.bolt.bench;

import dev.bolt.bench.plain.CarefulDriver;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * All contestants, each with the durability that it has by default, unless that of SQLite is set.
 * Immutable.
 *
 * <p>Those that would lose updates or fail at the workloads' transactions are set up as a careful
 * programmer does: SQLite begins IMMEDIATE, H2 and PostgreSQL work on snapshots.
 */
final class Contestants {

  private static final String SNAPSHOT_IN_H2 =
      "INIT=SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SNAPSHOT";
  private static final String SNAPSHOT_IN_POSTGRESQL =
      "options=-c%20default_transaction_isolation=repeatable%5C%20read";

  final Contestant boltDuckDb;
  final Contestant duckDb;
  final Contestant duckDbReopened;
  final Contestant boltSqlite;
  final Contestant sqlite;
  final Contestant h2;
  final Contestant postgresql;

  Contestants(Settings settings) {
    Shape shared = Shape.shared(settings);
    String synchronous = "synchronous=" + settings.synchronous();
    boltDuckDb =
        new Contestant(
            "Bolt, DuckDB", Family.DUCKDB, shared, dir -> "jdbc:bolt:duckdb:" + dir + "/a.duckdb");
    duckDb =
        new Contestant(
            "DuckDB, one process",
            Family.DUCKDB,
            Shape.single(settings),
            dir -> CarefulDriver.keep("jdbc:duckdb:" + dir + "/a.duckdb"));
    duckDbReopened =
        new Contestant(
            "DuckDB, reopened per operation",
            Family.DUCKDB,
            shared,
            dir -> CarefulDriver.reopen("jdbc:duckdb:" + dir + "/a.duckdb"));
    boltSqlite =
        new Contestant(
            "Bolt, SQLite",
            Family.SQLITE,
            shared,
            dir -> "jdbc:bolt:sqlite:" + dir + "/a.db?" + synchronous);
    sqlite =
        new Contestant(
            "SQLite, WAL",
            Family.SQLITE,
            shared,
            dir ->
                ("jdbc:sqlite:" + dir + "/a.db")
                    + "?journal_mode=WAL&busy_timeout=60000&transaction_mode=IMMEDIATE&"
                    + synchronous);
    h2 =
        new Contestant(
            "H2, AUTO_SERVER",
            Family.OTHER,
            shared,
            dir ->
                CarefulDriver.keep(
                    ("jdbc:h2:" + dir + "/a;AUTO_SERVER=TRUE;DB_CLOSE_DELAY=10;LOCK_TIMEOUT=60000;")
                        + SNAPSHOT_IN_H2));
    postgresql =
        new Contestant(
            "PostgreSQL",
            Family.OTHER,
            shared,
            dir -> withSnapshots(settings.postgres()),
            answers(settings.postgres()));
  }

  private static String withSnapshots(String url) {
    return url + (url.contains("?") ? "&" : "?") + SNAPSHOT_IN_POSTGRESQL;
  }

  private static boolean answers(String url) {
    try (Connection connection = DriverManager.getConnection(url)) {
      return connection.isValid(1);
    } catch (SQLException e) {
      // It is in the nature of the question that there may be none; the table says so.
      return false;
    }
  }
}
