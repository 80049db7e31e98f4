package dev.bolt.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBConnection;

/**
 * A program that has a connection and runs the statements of its input, one a line; for each it
 * prints its rows, its update count or its error, in one line.
 */
public final class SqlChild {

  /** Connections of the engine's own driver, which Bolt does not know. */
  private static final List<Connection> own = new ArrayList<>();

  private SqlChild() {}

  /**
   * Starts one in another JVM; it has opened its connection, or failed, when its first line comes.
   */
  public static ChildJvm start(String url) throws IOException {
    return ChildJvm.start(SqlChild.class, url);
  }

  /** The same behind a program that starts the command which follows it. */
  public static ChildJvm startBehind(List<String> program, String url) throws IOException {
    return ChildJvm.startBehind(program, SqlChild.class, url);
  }

  public static void main(String[] arguments) throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Connection connection = DriverManager.getConnection(arguments[0])) {
      System.out.println("open");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        System.out.println(answer(connection, line));
      }
    } catch (SQLException e) {
      System.out.println(describe(e));
    }
  }

  private static String answer(Connection connection, String line) {
    try {
      switch (line) {
        case "autocommit off" -> connection.setAutoCommit(false);
        case "autocommit on" -> connection.setAutoCommit(true);
        case "commit" -> connection.commit();
        case "rollback" -> connection.rollback();
        case "close" -> connection.close();
        case "unwrap" -> own.add(connection.unwrap(DuckDBConnection.class).duplicate());
        case "close unwrapped" -> own.remove(0).close();
        default -> {
          return run(connection, line);
        }
      }
      return "done";
    } catch (SQLException e) {
      return describe(e);
    }
  }

  private static String run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return "count " + statement.getLargeUpdateCount();
      }
      List<String> rows = new ArrayList<>();
      try (ResultSet result = statement.getResultSet()) {
        int width = result.getMetaData().getColumnCount();
        while (result.next()) {
          List<String> row = new ArrayList<>();
          for (int i = 1; i <= width; i++) {
            row.add(result.getString(i));
          }
          rows.add(String.join(",", row));
        }
      }
      return "rows " + String.join(";", rows);
    }
  }

  private static String describe(SQLException e) {
    return "error "
        + e.getSQLState()
        + " "
        + String.valueOf(e.getMessage()).replaceAll("\\s*\\n\\s*", " ");
  }
}
