package dev.bolt.bench;

import dev.bolt.cli.workload.Tables;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;

/** The process of a {@link Probe}: a line on standard input is a command, a line answers it. */
public final class ProbeMain {

  /** How the answer to a command that failed begins. */
  static final String FAILED = "failed ";

  private static final String DONE = "done";
  private static final int ROW_BYTES = 32;
  private static final long FIRST_MOMENT = 1_700_000_000_000L;

  private final List<Connection> held = new ArrayList<>();

  private ProbeMain() {}

  /** Obeys until the parent closes the input. */
  public static void main(String[] arguments) throws IOException, SQLException {
    PrintStream parent =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    // What an engine prints must not get between the lines for the parent.
    System.setOut(System.err);
    ProbeMain probe = new ProbeMain();
    try (BufferedReader commands =
        new BufferedReader(
            new InputStreamReader(
                new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8))) {
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        parent.println(probe.answer(line.split(" ", 3)));
      }
    }
    probe.close();
  }

  private String answer(String[] words) {
    try {
      return switch (words[0]) {
        case "gc" -> collectGarbage();
        case "create" -> create(words[1]);
        case "hold" -> hold(Integer.parseInt(words[1]), words[2]);
        case "connect" -> connect(Integer.parseInt(words[1]), words[2]);
        case "batch" -> batch(words[1].split("x"), words[2]);
        case "fill" -> fill(Integer.parseInt(words[1]));
        case "write" -> write(Integer.parseInt(words[1]));
        case "read" -> readHeld();
        case "aggregate" -> aggregate(Integer.parseInt(words[1]));
        case "stream" -> stream(Integer.parseInt(words[1]), words[2]);
        default -> FAILED + "no such command: " + words[0];
      };
    } catch (SQLException e) {
      return FAILED + e.toString().replace('\n', ' ');
    }
  }

  private static String collectGarbage() {
    System.gc();
    return DONE;
  }

  private static String create(String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url)) {
      Tables.create(connection);
    }
    return DONE;
  }

  private String hold(int count, String url) throws SQLException {
    for (int i = 0; i < count; i++) {
      Connection connection = DriverManager.getConnection(url);
      held.add(connection);
      readOne(connection);
    }
    return DONE;
  }

  private static String connect(int times, String url) throws SQLException {
    StringJoiner micros = new StringJoiner(" ");
    for (int i = 0; i < times; i++) {
      long start = System.nanoTime();
      try (Connection connection = DriverManager.getConnection(url)) {
        readOne(connection);
        micros.add(Long.toString((System.nanoTime() - start) / 1000));
      }
    }
    return micros.toString();
  }

  private static String batch(String[] timesAndRows, String url) throws SQLException {
    int times = Integer.parseInt(timesAndRows[0]);
    int rows = Integer.parseInt(timesAndRows[1]);
    StringJoiner micros = new StringJoiner(" ");
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < times; i++) {
        statement.execute(
            "CREATE OR REPLACE TABLE batch(id BIGINT, name VARCHAR, price DOUBLE, noted TIMESTAMP)");
        connection.setAutoCommit(false);
        long start = System.nanoTime();
        insert(connection, rows);
        connection.commit();
        micros.add(Long.toString((System.nanoTime() - start) / 1000));
        connection.setAutoCommit(true);
      }
      try (ResultSet sum = statement.executeQuery("SELECT sum(id) FROM batch")) {
        sum.next();
        boolean complete = sum.getLong(1) == rows * (rows - 1L) / 2;
        return complete ? micros.toString() : FAILED + "the rows add up to " + sum.getLong(1);
      }
    }
  }

  private static void insert(Connection connection, int rows) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO batch VALUES (?, ?, ?, ?)")) {
      for (int i = 0; i < rows; i++) {
        insert.setLong(1, i);
        insert.setString(2, "name of row " + i);
        insert.setDouble(3, i * 0.5);
        insert.setTimestamp(4, new Timestamp(FIRST_MOMENT + i));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private String fill(int megabytes) throws SQLException {
    try (Statement statement = held.get(0).createStatement()) {
      statement.execute(
          "CREATE TABLE ballast AS SELECT uuid() AS a, uuid() AS b FROM range("
              + megabytes * (1_000_000L / ROW_BYTES)
              + ")");
      statement.execute("CHECKPOINT");
    }
    return DONE;
  }

  private String write(int seconds) throws SQLException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    try (PreparedStatement insert =
        held.get(0).prepareStatement("INSERT INTO " + Tables.INSERTS + " VALUES (?, ?, ?)")) {
      for (long row = 0; System.nanoTime() - end < 0; row++) {
        insert.setLong(1, ProcessHandle.current().pid());
        insert.setLong(2, row);
        insert.setString(3, "row " + row);
        insert.executeUpdate();
      }
    }
    return DONE;
  }

  private String aggregate(int seconds) throws SQLException {
    List<Double> micros = new ArrayList<>();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    try (PreparedStatement query =
        held.get(0).prepareStatement("SELECT count(*), max(hash(a)), min(b) FROM ballast")) {
      for (long start = System.nanoTime(); start - end < 0; start = System.nanoTime()) {
        try (ResultSet row = query.executeQuery()) {
          row.next();
          micros.add((System.nanoTime() - start) / 1e3);
        }
      }
    }
    return Double.toString(Medians.of(micros, Double::doubleValue));
  }

  private String readHeld() throws SQLException {
    readOne(held.get(0));
    return DONE;
  }

  private static void readOne(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT 42")) {
      row.next();
      row.getInt(1);
    }
  }

  private static String stream(int count, String url) throws SQLException {
    String sql = "SELECT i, i * 0.5, 'row ' || (i % 1000) FROM range(" + count + ") t(i)";
    long sum = 0;
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        sum += rows.getLong(1) + (rows.getDouble(2) < 0 || rows.getString(3).isEmpty() ? 1 : 0);
      }
    }
    return sum == count * (count - 1L) / 2 ? DONE : FAILED + "the rows add up to " + sum;
  }

  private void close() throws SQLException {
    for (Connection connection : held) {
      connection.close();
    }
  }
}
