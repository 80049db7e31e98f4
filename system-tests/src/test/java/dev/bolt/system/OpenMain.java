package dev.bolt.system;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** A program that opens the database of each line of its input and inserts a row. */
public final class OpenMain {

  private OpenMain() {}

  public static void main(String[] arguments) throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("open");
    for (String url = in.readLine(); url != null; url = in.readLine()) {
      System.out.println(insert(url, arguments[0]));
    }
  }

  private static String insert(String url, String value) {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      return "count " + statement.executeUpdate("INSERT INTO t VALUES (" + value + ")");
    } catch (SQLException e) {
      return "error " + e.getSQLState() + " " + e.getMessage();
    }
  }
}
