package dev.bolt.rows;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.sql.SQLException;

/**
 * Reads numbers and truth values of any column, as DuckDB's own driver does: what does not fit is
 * cut off as Java's casts do, text is parsed. The rows asked for are not null. Stateless.
 */
public final class Numbers {

  private Numbers() {}

  /** Whether a value is true: one of BOOLEAN that is, a number that is 1, the text "true". */
  public static boolean booleanValue(Column column, int row) throws SQLException {
    ColumnType type = column.type();
    if (type == ColumnType.BOOLEAN) {
      return ((FixedColumn) column).byteAt(row) == 1;
    }
    if (Member.isOf(type)) {
      Member member = Member.of(column, row).required("boolean");
      return booleanValue(member.column(), member.row());
    }
    return isNumber(type)
        ? byteValue(column, row) == 1
        : type.isText() && Boolean.parseBoolean(column.text(row));
  }

  /** A value as a byte. */
  public static byte byteValue(Column column, int row) throws SQLException {
    return isNumber(column.type())
        ? (byte) intValue(column, row)
        : parsed(column, row, "byte", Byte::parseByte, Number::byteValue);
  }

  /** A value as a short. */
  public static short shortValue(Column column, int row) throws SQLException {
    return isNumber(column.type())
        ? (short) intValue(column, row)
        : parsed(column, row, "short", Short::parseShort, Number::shortValue);
  }

  /** A value as an int. */
  public static int intValue(Column column, int row) throws SQLException {
    return switch (column.type()) {
      case INTEGER -> ((FixedColumn) column).intAt(row);
      case FLOAT -> (int) floatAt(column, row);
      case DOUBLE -> (int) doubleAt(column, row);
      default ->
          isNumber(column.type())
              ? (int) lowBits(column, row)
              : parsed(column, row, "int", Integer::parseInt, Number::intValue);
    };
  }

  /** A value as a long; of a timestamp in microseconds what it is kept as. */
  public static long longValue(Column column, int row) throws SQLException {
    return switch (column.type()) {
      case BIGINT, TIMESTAMP, TIMESTAMP_WITH_TIME_ZONE -> ((FixedColumn) column).longAt(row);
      case FLOAT -> (long) floatAt(column, row);
      case DOUBLE -> (long) doubleAt(column, row);
      default ->
          isNumber(column.type())
              ? lowBits(column, row)
              : parsed(column, row, "long", Long::parseLong, Number::longValue);
    };
  }

  /** A value as a float. */
  public static float floatValue(Column column, int row) throws SQLException {
    return switch (column.type()) {
      case FLOAT -> floatAt(column, row);
      case DOUBLE -> (float) doubleAt(column, row);
      case UBIGINT, HUGEINT, UHUGEINT -> bigInteger(column, row).floatValue();
      case DECIMAL -> decimalAt((FixedColumn) column, row).floatValue();
      default ->
          isNumber(column.type())
              ? lowBits(column, row)
              : parsed(column, row, "float", Float::parseFloat, Number::floatValue);
    };
  }

  /** A value as a double. */
  public static double doubleValue(Column column, int row) throws SQLException {
    return switch (column.type()) {
      case FLOAT -> floatAt(column, row);
      case DOUBLE -> doubleAt(column, row);
      case UBIGINT, HUGEINT, UHUGEINT -> bigInteger(column, row).doubleValue();
      case DECIMAL -> decimalAt((FixedColumn) column, row).doubleValue();
      default ->
          isNumber(column.type())
              ? lowBits(column, row)
              : parsed(column, row, "double", Double::parseDouble, Number::doubleValue);
    };
  }

  /** A value as a decimal. */
  public static BigDecimal bigDecimal(Column column, int row) throws SQLException {
    return switch (column.type()) {
      case DECIMAL -> decimalAt((FixedColumn) column, row);
      case UBIGINT, HUGEINT, UHUGEINT -> new BigDecimal(bigInteger(column, row));
      case FLOAT, DOUBLE -> Conversion.checked(column, row, "BigDecimal", Numbers::ofFloating);
      default ->
          isNumber(column.type())
              ? BigDecimal.valueOf(lowBits(column, row))
              : parsed(
                  column, row, "BigDecimal", BigDecimal::new, n -> new BigDecimal(n.toString()));
    };
  }

  /** A value of an integer type. */
  static BigInteger bigInteger(Column column, int row) {
    FixedColumn fixed = (FixedColumn) column;
    return switch (column.type()) {
      case UBIGINT -> unsigned(ByteBuffer.allocate(8).putLong(fixed.longAt(row)));
      case UHUGEINT -> unsigned(wide(fixed, row));
      case HUGEINT -> new BigInteger(wide(fixed, row).array());
      default -> BigInteger.valueOf(lowBits(column, row));
    };
  }

  static float floatAt(Column column, int row) {
    return Float.intBitsToFloat(((FixedColumn) column).intAt(row));
  }

  static double doubleAt(Column column, int row) {
    return Double.longBitsToDouble(((FixedColumn) column).longAt(row));
  }

  static BigDecimal decimalAt(FixedColumn column, int row) {
    return switch (column.width()) {
      case 2 -> BigDecimal.valueOf(column.shortAt(row), column.scale());
      case 4 -> BigDecimal.valueOf(column.intAt(row), column.scale());
      case 8 -> BigDecimal.valueOf(column.longAt(row), column.scale());
      default -> new BigDecimal(new BigInteger(wide(column, row).array()), column.scale());
    };
  }

  private static BigDecimal ofFloating(Column column, int row) {
    return column.type() == ColumnType.FLOAT
        ? new BigDecimal(Float.toString(floatAt(column, row)))
        : new BigDecimal(Double.toString(doubleAt(column, row)));
  }

  private static ByteBuffer wide(FixedColumn column, int row) {
    return ByteBuffer.allocate(16).putLong(column.upperAt(row)).putLong(column.lowerAt(row));
  }

  private static BigInteger unsigned(ByteBuffer magnitude) {
    return new BigInteger(1, magnitude.array());
  }

  private static boolean isNumber(ColumnType type) {
    return switch (type) {
      case TINYINT,
          SMALLINT,
          INTEGER,
          BIGINT,
          UTINYINT,
          USMALLINT,
          UINTEGER,
          UBIGINT,
          HUGEINT,
          UHUGEINT,
          FLOAT,
          DOUBLE,
          DECIMAL ->
          true;
      default -> false;
    };
  }

  /** The lowest 64 bits of an integer, or of the integral part of a decimal. */
  static long lowBits(Column column, int row) {
    FixedColumn fixed = (FixedColumn) column;
    return switch (column.type()) {
      case TINYINT -> fixed.byteAt(row);
      case UTINYINT -> Byte.toUnsignedLong(fixed.byteAt(row));
      case SMALLINT -> fixed.shortAt(row);
      case USMALLINT -> Short.toUnsignedLong(fixed.shortAt(row));
      case INTEGER -> fixed.intAt(row);
      case UINTEGER -> Integer.toUnsignedLong(fixed.intAt(row));
      case BIGINT, UBIGINT -> fixed.longAt(row);
      case HUGEINT, UHUGEINT -> fixed.lowerAt(row);
      case DECIMAL -> decimalAt(fixed, row).longValue();
      default -> throw new IllegalStateException(column.type() + " is no integer");
    };
  }

  private interface Parser<T> {
    T parse(String text);
  }

  private interface Narrowing<T> {
    T of(Number number);
  }

  /** Parses text; looks into unions and variants. */
  private static <T> T parsed(
      Column column, int row, String target, Parser<T> parser, Narrowing<T> narrowing)
      throws SQLException {
    if (column.type().isText()) {
      return Conversion.checked(column, row, target, (c, r) -> parser.parse(c.text(r)));
    }
    if (!Member.isOf(column.type())) {
      throw Conversion.impossible(column, target);
    }
    Member member = Member.of(column, row).required(target);
    if (!isNumber(member.column().type())) {
      return parsed(member.column(), member.row(), target, parser, narrowing);
    }
    return narrowing.of(number(member.column(), member.row()));
  }

  /** A number of the class that DuckDB's driver gives for its type. */
  static Number number(Column column, int row) {
    return switch (column.type()) {
      case TINYINT -> (byte) lowBits(column, row);
      case SMALLINT, UTINYINT -> (short) lowBits(column, row);
      case INTEGER, USMALLINT -> (int) lowBits(column, row);
      case BIGINT, UINTEGER -> lowBits(column, row);
      case FLOAT -> floatAt(column, row);
      case DOUBLE -> doubleAt(column, row);
      case DECIMAL -> decimalAt((FixedColumn) column, row);
      default -> bigInteger(column, row);
    };
  }
}
