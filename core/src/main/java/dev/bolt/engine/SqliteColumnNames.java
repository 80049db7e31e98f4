package dev.bolt.engine;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.sqlite.core.CoreResultSet;
import org.sqlite.core.CoreStatement;
import org.sqlite.core.DB;

/**
 * Has the driver do without the names of columns until somebody looks for one. Stateless.
 *
 * <p>The driver asks the engine for the names of all columns each time a statement has run, which
 * takes a good part of the time of finding a row by its key, and reads them in {@link
 * ResultSet#findColumn} alone. The number of columns it has to know: it is asked for each time,
 * since SQLite prepares a statement anew when the schema has changed.
 */
final class SqliteColumnNames {

  private SqliteColumnNames() {}

  /** The rows of a statement that has just been run, without the names of their columns. */
  static ResultSet unnamed(PreparedStatement statement) throws SQLException {
    int columns = ((CoreStatement) statement).pointer.safeRunInt(DB::column_count);
    // The driver uses one result set for all runs and all metadata, and leaves names alone that it
    // finds there.
    ((CoreResultSet) statement.getMetaData()).colsMeta = new String[columns];
    return statement.getResultSet();
  }

  /** The same rows, with the names; those that have them already, or are closed, as they are. */
  static ResultSet named(ResultSet rows) throws SQLException {
    CoreResultSet result = (CoreResultSet) rows;
    if (result.open && result.cols[0] == null) {
      result.cols = ((CoreStatement) rows.getStatement()).pointer.safeRun(DB::column_names);
    }
    return rows;
  }
}
