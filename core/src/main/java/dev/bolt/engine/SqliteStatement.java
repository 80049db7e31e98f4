package dev.bolt.engine;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.sqlite.SQLiteConnection;
import org.sqlite.core.CoreResultSet;
import org.sqlite.core.CoreStatement;
import org.sqlite.core.DB;
import org.sqlite.jdbc4.JDBC4PreparedStatement;

/**
 * A prepared statement of the driver that is run without the driver's JDBC around it.
 *
 * <p>Each time a statement has run, that asks the engine for the names of all columns and how many
 * rows were changed, and before it resets what is reset already; together a good part of the time
 * of finding a row by its key. Names are asked for when somebody looks for one. The number of
 * columns is asked for each time, since SQLite prepares a statement anew when the schema has
 * changed.
 *
 * <p>Confined to the thread that uses the session.
 */
final class SqliteStatement extends JDBC4PreparedStatement {

  private String[] unnamed = {};

  SqliteStatement(SQLiteConnection connection, String sql) throws SQLException {
    super(connection, sql);
  }

  /** The number of parameters it has. */
  int parameterCount() {
    return paramCount;
  }

  /** A copy of the values that have been set, which {@link #bind} takes. */
  Object[] bound() {
    return copy(batch);
  }

  /** Sets all values. */
  void bind(Object[] values) {
    batch = copy(values);
  }

  private static Object[] copy(Object[] values) {
    if (values == null) {
      return null;
    }
    Object[] copy = values.clone();
    for (int i = 0; i < copy.length; i++) {
      if (copy[i] instanceof byte[] bytes) {
        copy[i] = bytes.clone();
      }
    }
    return copy;
  }

  /**
   * Runs it with the parameters that have been set, after its last result was closed.
   *
   * @param maxRows the rows to hand out at most, 0 for all
   * @return whether it returns rows, perhaps none of them
   */
  boolean run(long maxRows) throws SQLException {
    try {
      resultsWaiting = conn.getDatabase().execute(this, batch);
    } catch (SQLException e) {
      if (!pointer.isClosed()) {
        pointer.safeRunInt(DB::reset);
      }
      throw e;
    }
    rs.maxRows = maxRows;
    return columnCount != 0;
  }

  /** The rows of the last {@link #run}, without the names of their columns. */
  ResultSet rows() throws SQLException {
    int columns = pointer.safeRunInt(DB::column_count);
    if (unnamed.length != columns) {
      unnamed = new String[columns];
    }
    rs.cols = unnamed;
    rs.colsMeta = unnamed;
    rs.emptyResultSet = !resultsWaiting;
    rs.open = true;
    return (ResultSet) rs;
  }

  /** The rows with the names of their columns; those that have them, or are closed, as they are. */
  static ResultSet named(ResultSet rows) throws SQLException {
    CoreResultSet result = (CoreResultSet) rows;
    if (result.open && result.cols[0] == null) {
      result.cols = ((CoreStatement) rows.getStatement()).pointer.safeRun(DB::column_names);
    }
    return rows;
  }

  /** The number of rows that the last INSERT, UPDATE or DELETE of the connection changed. */
  long changes() throws SQLException {
    return conn.getDatabase().changes();
  }
}
