package dev.bolt.system;

import dev.bolt.EngineKind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A database file of a test.
 *
 * @param engine its engine
 * @param path where it is
 */
record DatabaseFile(EngineKind engine, Path path) {

  /** A new one. */
  static DatabaseFile in(Path folder, EngineKind engine) {
    return new DatabaseFile(engine, folder.resolve("a." + engine.scheme()));
  }

  /** The URL that names the engine. */
  String url() {
    return "jdbc:bolt:" + engine.scheme() + ":" + path;
  }

  /** The same with options. */
  String url(String options) {
    return url() + "?" + options;
  }

  /** The URL of the engine's own driver. */
  String plainUrl() {
    return "jdbc:" + engine.scheme() + ":" + path;
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url());
  }

  /** Creates a table {@code t} with so many rows, and closes the file. */
  DatabaseFile fill(int rows) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t(x INTEGER PRIMARY KEY)");
      for (int i = 0; i < rows; i++) {
        statement.execute("INSERT INTO t VALUES (" + i + ")");
      }
    }
    return this;
  }

  /** The rows of table {@code t}, as a process sees them that opens the file now. */
  long rows() throws SQLException {
    try (Connection connection = connect()) {
      return number(connection, "SELECT count(*) FROM t");
    }
  }

  /** The one value of a query. */
  static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }
}
