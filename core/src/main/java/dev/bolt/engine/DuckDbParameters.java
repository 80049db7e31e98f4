package dev.bolt.engine;

import dev.bolt.rows.ArrayValue;
import dev.bolt.rows.StructValue;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.duckdb.DuckDBConnection;

/** Gives parameters to a DuckDB statement. Stateless. */
final class DuckDbParameters {

  private DuckDbParameters() {}

  /** Binds a row of parameters. */
  static void bind(DuckDBConnection connection, PreparedStatement statement, Object[] parameters)
      throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, toEngine(connection, parameters[i]));
    }
  }

  private static Object toEngine(DuckDBConnection connection, Object value) throws SQLException {
    if (value instanceof ArrayValue array) {
      return connection.createArrayOf(array.typeName(), toEngine(connection, array.elements()));
    }
    if (value instanceof StructValue struct) {
      return connection.createStruct(struct.typeName(), toEngine(connection, struct.attributes()));
    }
    return value;
  }

  private static Object[] toEngine(DuckDBConnection connection, Object[] values)
      throws SQLException {
    Object[] converted = new Object[values.length];
    for (int i = 0; i < values.length; i++) {
      converted[i] = toEngine(connection, values[i]);
    }
    return converted;
  }
}
