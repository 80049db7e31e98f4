package dev.bolt.rows;

import dev.bolt.ErrorCode;
import java.sql.SQLException;
import java.time.DateTimeException;

/** Makes something else of a value that is not null. */
interface Conversion<T> {

  /** Refusals by Java's own classes: not a number, a time of 24:00, an offset out of range. */
  T of(Column column, int row) throws SQLException;

  /** Converts, and says of what and to what where that cannot be done. */
  static <T> T checked(Column column, int row, String target, Conversion<T> conversion)
      throws SQLException {
    try {
      return conversion.of(column, row);
    } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
      throw ErrorCode.DATA.exception(
          "A value of " + column.type() + " cannot be read as " + target + ": " + e.getMessage(),
          e);
    }
  }

  /** The values of a type are never what is asked for. */
  static SQLException impossible(Column column, String target) {
    return ErrorCode.DATA.exception(
        "Values of " + column.type() + " cannot be read as " + target + "; try getObject");
  }

  /** The values of a type are not what a getter is for. */
  static SQLException unsupported(Column column, String getter) {
    return ErrorCode.NOT_SUPPORTED.exception(
        getter + " does not read values of " + column.type() + "; try getObject");
  }
}
