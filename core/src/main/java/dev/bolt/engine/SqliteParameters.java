package dev.bolt.engine;

import java.sql.Blob;
import java.sql.Clob;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Gives parameters to a SQLite statement, as the driver's own {@code setObject} does: dates by its
 * {@code date_class}, what it does not know as text ({@code java.time}, UUID and BigInteger in
 * their ISO and decimal forms). Stateless.
 */
final class SqliteParameters {

  private SqliteParameters() {}

  static void bind(PreparedStatement statement, int index, Object value) throws SQLException {
    if (value instanceof Byte number) {
      // The driver takes an object of this class for text, and setByte for a number.
      statement.setByte(index, number);
    } else if (value instanceof Blob blob) {
      statement.setBytes(index, blob.getBytes(1, Math.toIntExact(blob.length())));
    } else if (value instanceof Clob clob) {
      statement.setString(index, clob.getSubString(1, Math.toIntExact(clob.length())));
    } else {
      statement.setObject(index, value);
    }
  }
}
