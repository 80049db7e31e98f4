package dev.bolt.cli.sql;

import dev.bolt.EngineKind;
import dev.bolt.cli.output.RowFormat;
import dev.bolt.sql.Sql;
import dev.bolt.sql.SqlStatement;
import dev.bolt.sql.StatementKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;

/** Runs statements on one connection and writes what they give. Thread-safe only in cancel. */
public final class SqlRunner {

  private final Connection connection;
  private final EngineKind engine;
  private final RowFormat format;
  private final Writer out;
  private final boolean showCounts;
  private final int timeoutSeconds;
  private volatile Statement running;

  /**
   * Runs statements on a connection, which stays the caller's to close.
   *
   * @param showCounts whether to write how many rows a statement changed
   * @param timeoutSeconds how long a statement may take, or 0 for any time
   */
  public SqlRunner(
      Connection connection, RowFormat format, Writer out, boolean showCounts, int timeoutSeconds)
      throws SQLException {
    this.connection = connection;
    this.engine = engineOf(connection);
    this.format = format;
    this.out = out;
    this.showCounts = showCounts;
    this.timeoutSeconds = timeoutSeconds;
  }

  private static EngineKind engineOf(Connection connection) throws SQLException {
    String product = connection.getMetaData().getDatabaseProductName();
    return EngineKind.SQLITE.productName().equalsIgnoreCase(product)
        ? EngineKind.SQLITE
        : EngineKind.DUCKDB;
  }

  /** The engine of the connection. */
  public EngineKind engine() {
    return engine;
  }

  Connection connection() {
    return connection;
  }

  /**
   * Runs all statements of a text.
   *
   * @throws SQLException when one fails, with its number; those after it are not run
   */
  public void runText(String text) throws SQLException, IOException {
    List<SqlStatement> statements = Sql.split(text, engine);
    int number = 0;
    for (SqlStatement statement : statements) {
      number++;
      runNumbered(statement, statements.size() == 1 ? 0 : number);
    }
  }

  /** Runs the statements of a stream, each as soon as it is read. */
  public void runAll(BufferedReader text) throws SQLException, IOException {
    StatementBuffer buffer = new StatementBuffer(engine);
    int number = 0;
    for (String line = text.readLine(); line != null; line = text.readLine()) {
      for (SqlStatement statement : buffer.add(line)) {
        runNumbered(statement, ++number);
      }
    }
    for (SqlStatement statement : buffer.finish()) {
      runNumbered(statement, ++number);
    }
  }

  private void runNumbered(SqlStatement statement, int number) throws SQLException, IOException {
    try {
      run(statement);
    } catch (SQLException e) {
      if (number == 0) {
        throw e;
      }
      String message = "statement " + number + ": " + e.getMessage();
      throw new SQLException(message, e.getSQLState(), e.getErrorCode(), e);
    }
  }

  /** Runs one statement and writes its rows, or how many it changed. */
  void run(SqlStatement sql) throws SQLException, IOException {
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(timeoutSeconds);
      running = statement;
      if (statement.execute(sql.text())) {
        writeRows(statement);
      } else if (showCounts && sql.kind() == StatementKind.DML) {
        writeCount(statement.getLargeUpdateCount());
      }
    } finally {
      running = null;
      out.flush();
    }
  }

  private void writeRows(Statement statement) throws SQLException, IOException {
    try (ResultSet rows = statement.getResultSet()) {
      format.write(rows, out);
    }
  }

  private void writeCount(long count) throws IOException {
    out.write(String.format(Locale.ROOT, "%,d %s changed\n", count, count == 1 ? "row" : "rows"));
  }

  /** Cancels the statement that runs now, if one does; called by any thread. */
  void cancel() throws SQLException {
    Statement statement = running;
    if (statement != null) {
      statement.cancel();
    }
  }
}
