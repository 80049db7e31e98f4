package dev.bolt.jdbc;

import dev.bolt.ErrorCode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.JDBCType;
import java.sql.SQLException;
import java.sql.Types;
import java.util.function.Function;

/**
 * The conversions of {@code setObject(position, value, type)}: between numbers, truth values and
 * text; dates, times and everything else go to the engine as they are, which converts them.
 *
 * <p>A number that does not fit its type is refused, not cut.
 */
final class TargetTypes {

  private TargetTypes() {}

  static Object convert(Object value, int sqlType) throws SQLException {
    try {
      return converted(value, sqlType);
    } catch (ArithmeticException | NumberFormatException e) {
      throw ErrorCode.DATA.exception(
          value + " is not a value of type " + nameOf(sqlType) + ": " + e.getMessage(), e);
    }
  }

  private static Object converted(Object value, int sqlType) throws SQLException {
    return switch (sqlType) {
      case Types.BIT, Types.BOOLEAN -> truth(value);
      case Types.TINYINT -> number(value, sqlType, BigDecimal::byteValueExact);
      case Types.SMALLINT -> number(value, sqlType, BigDecimal::shortValueExact);
      case Types.INTEGER -> number(value, sqlType, BigDecimal::intValueExact);
      case Types.BIGINT -> number(value, sqlType, BigDecimal::longValueExact);
      case Types.REAL -> real(value, sqlType).floatValue();
      case Types.FLOAT, Types.DOUBLE -> real(value, sqlType).doubleValue();
      case Types.NUMERIC, Types.DECIMAL -> number(value, sqlType, decimal -> decimal);
      case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.NCHAR, Types.NVARCHAR ->
          value.toString();
      default -> value;
    };
  }

  private static Object truth(Object value) throws SQLException {
    if (value instanceof Boolean) {
      return value;
    }
    if (value instanceof Number number) {
      return number.doubleValue() != 0;
    }
    if (value instanceof String text) {
      return Boolean.parseBoolean(text) || text.equals("1");
    }
    throw unfit(value, Types.BOOLEAN);
  }

  private static Object number(
      Object value, int sqlType, Function<BigDecimal, ? extends Number> exactly)
      throws SQLException {
    BigDecimal decimal = decimal(value, sqlType);
    boolean whole = sqlType != Types.NUMERIC && sqlType != Types.DECIMAL;
    return exactly.apply(whole ? new BigDecimal(decimal.toBigInteger()) : decimal);
  }

  private static BigDecimal decimal(Object value, int sqlType) throws SQLException {
    if (value instanceof BigDecimal decimal) {
      return decimal;
    }
    if (value instanceof BigInteger integer) {
      return new BigDecimal(integer);
    }
    if (value instanceof Boolean truth) {
      return truth ? BigDecimal.ONE : BigDecimal.ZERO;
    }
    if (value instanceof Number || value instanceof String) {
      return new BigDecimal(value.toString().strip());
    }
    throw unfit(value, sqlType);
  }

  private static Number real(Object value, int sqlType) throws SQLException {
    if (value instanceof Number number) {
      return number;
    }
    return value instanceof String text
        ? Double.valueOf(text.strip())
        : decimal(value, sqlType).doubleValue();
  }

  private static SQLException unfit(Object value, int sqlType) {
    return ErrorCode.DATA.exception(
        "A value of " + value.getClass().getName() + " cannot become " + nameOf(sqlType));
  }

  private static String nameOf(int sqlType) {
    for (JDBCType type : JDBCType.values()) {
      if (type.getVendorTypeNumber() == sqlType) {
        return type.getName();
      }
    }
    return "type " + sqlType;
  }
}
