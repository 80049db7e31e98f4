package dev.bolt.testing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The table {@code t} of a test, and statements on it. Stateless. */
public final class TestTable {

  private TestTable() {}

  /** Runs a statement that writes, and returns how many rows it changed. */
  public static int update(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }

  /** How many rows of {@code t} meet a condition. */
  public static long count(Connection connection, String condition) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM t WHERE " + condition)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
