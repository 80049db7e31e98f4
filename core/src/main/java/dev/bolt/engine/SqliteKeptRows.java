package dev.bolt.engine;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.core.CoreStatement;

/**
 * Keeps the rows of statements that do more than read (RETURNING, PRAGMA), and those that an open
 * result still has when its snapshot is left.
 *
 * <p>SQLite commits such a statement, and lets its locks go, only when its last row is taken, and
 * the driver drops an error that comes then. So all rows are taken at once and kept in a private
 * database, from which the driver hands them out as it would have done: the columns have the same
 * declared types. Confined to the thread that uses the session.
 */
final class SqliteKeptRows implements AutoCloseable {

  private final SqliteConnector connector;
  private Connection connection;
  private final List<String> forgotten = new ArrayList<>();
  private long tables;
  private int open;

  SqliteKeptRows(SqliteConnector connector) {
    this.connector = connector;
  }

  /**
   * Copies the rows of a result to its end.
   *
   * @param next moves the result to its next row, if there is one
   */
  Kept keep(Statement source, ResultSet rows, EngineCalls.Call<Boolean> next, long maxRows)
      throws SQLException {
    if (connection == null) {
      connection = connector.openPrivate();
    }
    String table = "r" + ++tables;
    String names = createTable(table, (CoreStatement) source, rows.getMetaData());
    try (PreparedStatement insert = connection.prepareStatement(insertInto(table, rows))) {
      copy(rows, next, insert);
    }
    PreparedStatement select =
        connection.prepareStatement("SELECT " + names + " FROM " + table + " ORDER BY rowid");
    select.setLargeMaxRows(maxRows);
    open++;
    return new Kept(table, select, select.executeQuery());
  }

  /** Forgets rows that were kept. SQLite drops no table while rows of another one are read. */
  void forget(Kept kept) throws SQLException {
    kept.select().close();
    forgotten.add(kept.table());
    open--;
    if (open == 0) {
      for (String table : forgotten) {
        execute("DROP TABLE " + table);
      }
      forgotten.clear();
    }
  }

  /** Rows in the private database. */
  record Kept(String table, PreparedStatement select, ResultSet rows) {}

  /** Creates a table like a result and returns the list of its columns under their names. */
  private String createTable(String table, CoreStatement source, ResultSetMetaData columns)
      throws SQLException {
    StringBuilder definition = new StringBuilder("CREATE TABLE ").append(table).append('(');
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < columns.getColumnCount(); i++) {
      int column = i;
      String type = source.pointer.safeRun((db, ptr) -> db.column_decltype(ptr, column));
      String comma = i == 0 ? "" : ", ";
      definition.append(comma).append('c').append(i).append(' ').append(type == null ? "" : type);
      names.append(comma).append('c').append(i).append(" AS ");
      names.append(quoted(columns.getColumnLabel(i + 1)));
    }
    execute(definition.append(')').toString());
    return names.toString();
  }

  private static String insertInto(String table, ResultSet rows) throws SQLException {
    int width = rows.getMetaData().getColumnCount();
    return "INSERT INTO " + table + " VALUES (" + "?, ".repeat(width - 1) + "?)";
  }

  private void copy(ResultSet rows, EngineCalls.Call<Boolean> next, PreparedStatement insert)
      throws SQLException {
    int width = rows.getMetaData().getColumnCount();
    execute("BEGIN");
    try {
      while (next.run()) {
        for (int column = 1; column <= width; column++) {
          insert.setObject(column, rows.getObject(column));
        }
        insert.execute();
      }
    } finally {
      execute("COMMIT");
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  @Override
  public void close() throws SQLException {
    if (connection != null) {
      connection.close();
    }
  }
}
