package dev.bolt.engine;

import dev.bolt.rows.Column;
import dev.bolt.rows.ColumnRows;
import dev.bolt.rows.ColumnType;
import dev.bolt.rows.FixedColumn;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBLogicalType;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBWritableVector;

/**
 * How one parameter of many rows gets into the engine: as a column of a type that its driver can
 * write, and an expression that makes of it the type that the driver gives a single parameter.
 *
 * @param rows all rows
 * @param index which of their parameters it is, from 0
 */
record BulkColumn(ColumnRows rows, int index) {

  private static final int DIGITS_OF_LONG = 18;
  private static final int DIGITS = 38;

  private static final LocalDate SOME_DAY = LocalDate.EPOCH;

  /** The expression that the parameter is in SQL. */
  String expression() {
    if (rows.isAlwaysNull(index)) {
      return "NULL";
    }
    return switch (column().type()) {
      case UUID -> name() + "::UUID";
      case TIME -> name() + "::TIME";
      case BLOB -> "unhex(" + name() + ")";
      default -> name();
    };
  }

  private String name() {
    return BulkRows.COLUMN + index;
  }

  private Column column() {
    return rows.chunk().column(index);
  }

  /** Tells the engine of the column. */
  void declare(DuckDBTableFunctionBindInfo info) throws SQLException {
    if (column().type() == ColumnType.DECIMAL) {
      FixedColumn decimals = (FixedColumn) column();
      int digits = decimals.width() == Long.BYTES ? DIGITS_OF_LONG : DIGITS;
      try (DuckDBLogicalType type = DuckDBLogicalType.decimal(digits, decimals.scale())) {
        info.addResultColumn(name(), type);
      }
    } else {
      info.addResultColumn(name(), written());
    }
  }

  private DuckDBColumnType written() {
    return switch (column().type()) {
      case UUID, BLOB -> DuckDBColumnType.VARCHAR;
      case TIME -> DuckDBColumnType.TIMESTAMP;
      default -> DuckDBColumnType.valueOf(column().type().name());
    };
  }

  /**
   * Writes some rows.
   *
   * @param from the first of them, which becomes the first of the vector
   */
  void write(int from, int count, DuckDBWritableVector to) {
    if (column().type() == ColumnType.VARCHAR) {
      writeTexts(from, count, to);
      return;
    }
    for (int i = 0; i < count; i++) {
      Object value = rows.value(index, from + i);
      if (value == null) {
        to.setNull(i);
      } else {
        write(value, i, to);
      }
    }
  }

  private void write(Object value, int row, DuckDBWritableVector to) {
    switch (column().type()) {
      case BOOLEAN -> to.setBoolean(row, (Boolean) value);
      case TINYINT -> to.setByte(row, (Byte) value);
      case SMALLINT -> to.setShort(row, (Short) value);
      case INTEGER -> to.setInt(row, (Integer) value);
      case BIGINT -> to.setLong(row, (Long) value);
      case FLOAT -> to.setFloat(row, (Float) value);
      case DOUBLE -> to.setDouble(row, (Double) value);
      case DECIMAL -> to.setBigDecimal(row, (BigDecimal) value);
      case DATE -> to.setDate(row, (LocalDate) value);
      case TIME -> to.setTimestamp(row, SOME_DAY.atTime((LocalTime) value));
      case TIMESTAMP -> to.setTimestamp(row, (LocalDateTime) value);
      case TIMESTAMP_WITH_TIME_ZONE -> to.setOffsetDateTime(row, (OffsetDateTime) value);
      case BLOB -> to.setString(row, HexFormat.of().formatHex((byte[]) value));
      default -> to.setString(row, value.toString());
    }
  }

  // As UTF-8 in any case; a character that has none becomes a question mark, as in the driver.
  private void writeTexts(int from, int count, DuckDBWritableVector to) {
    Column texts = column();
    byte[][] encoded = new byte[count][];
    for (int i = 0; i < count; i++) {
      if (!texts.isNull(from + i)) {
        encoded[i] = texts.text(from + i).getBytes(StandardCharsets.UTF_8);
      }
    }
    to.setStringUtf8Batch(0, encoded);
  }
}
