package dev.bolt.system;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A program that reads a large result: each line of its input is a number of rows to read, which it
 * answers with how many there were and what their first columns add up to.
 */
public final class StreamMain {

  private StreamMain() {}

  public static void main(String[] arguments) throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Connection connection = DriverManager.getConnection(arguments[0]);
        Statement statement = connection.createStatement()) {
      System.out.println("open");
      String sql = in.readLine();
      try (ResultSet rows = statement.executeQuery(sql)) {
        System.out.println("begun");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          System.out.println(read(rows, Long.parseLong(line)));
        }
      }
    }
  }

  private static String read(ResultSet rows, long limit) throws SQLException {
    long count = 0;
    long sum = 0;
    while (count < limit && rows.next()) {
      count++;
      sum += rows.getLong(1);
      if (rows.getString(2).isEmpty()) {
        throw new IllegalStateException("an empty text");
      }
    }
    return count + " " + sum;
  }
}
