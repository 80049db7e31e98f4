package dev.bolt.cli.output;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HexFormat;
import java.util.Locale;

/** The values of a result as text, the way its engine writes them. Confined to one thread. */
final class CellText {

  private static final HexFormat HEX = HexFormat.of();

  private final ResultSet rows;
  private final ResultSetMetaData metadata;
  private final int count;

  CellText(ResultSet rows) throws SQLException {
    this.rows = rows;
    metadata = rows.getMetaData();
    count = metadata.getColumnCount();
  }

  int count() {
    return count;
  }

  /** The name of a column, counted from one. */
  String name(int column) throws SQLException {
    return metadata.getColumnLabel(column);
  }

  /** Whether the column is declared to hold numbers. */
  boolean isNumeric(int column) throws SQLException {
    return switch (metadata.getColumnType(column)) {
      case Types.TINYINT,
          Types.SMALLINT,
          Types.INTEGER,
          Types.BIGINT,
          Types.FLOAT,
          Types.REAL,
          Types.DOUBLE,
          Types.NUMERIC,
          Types.DECIMAL ->
          true;
      default -> metadata.getColumnTypeName(column).toUpperCase(Locale.ROOT).endsWith("HUGEINT");
    };
  }

  /** The text of a value of the current row, or null. */
  String get(int column) throws SQLException {
    if (isBinary(column)) {
      byte[] bytes = rows.getBytes(column);
      return bytes == null ? null : of(bytes);
    }
    return rows.getString(column);
  }

  /** The text of a binary value: hexadecimal digits after {@code \\x}. */
  static String of(byte[] bytes) {
    return "\\x" + HEX.formatHex(bytes);
  }

  /** Whether the column is declared to hold bytes. */
  boolean isBinary(int column) throws SQLException {
    return switch (metadata.getColumnType(column)) {
      case Types.BLOB, Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY -> true;
      default -> false;
    };
  }
}
