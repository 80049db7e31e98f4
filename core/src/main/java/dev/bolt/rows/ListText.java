package dev.bolt.rows;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.function.Predicate;

/**
 * Writes lists of numbers as the engine does. Stateless.
 *
 * <p>Only the engine can write every nested value as it does itself, and to have it write each one
 * that is fetched costs several times the fetching. For lists of numbers, which may be long, it is
 * done here, when a text is asked for. Of a few floats the engine writes more digits than it takes
 * to tell them apart; here it is always the fewest.
 */
final class ListText {

  /** DuckDB writes larger and smaller numbers with an exponent. */
  private static final int MAX_PLAIN_EXPONENT = 15;

  private static final int MIN_PLAIN_EXPONENT = -4;

  private ListText() {}

  /** Whether the values of a column, which may be a list, can be written here. */
  static boolean canWrite(Column column) {
    return switch (column.type()) {
      case BOOLEAN,
          TINYINT,
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
          DOUBLE ->
          true;
      case LIST, ARRAY -> canWrite(((ListColumn) column).elements());
      default -> false;
    };
  }

  static String of(Column column, int row) {
    StringBuilder text = new StringBuilder();
    append(column, row, text);
    return text.toString();
  }

  private static void append(Column column, int row, StringBuilder text) {
    if (column.isNull(row)) {
      text.append("NULL");
      return;
    }
    switch (column.type()) {
      case LIST, ARRAY -> appendList((ListColumn) column, row, text);
      case BOOLEAN -> text.append(((FixedColumn) column).byteAt(row) == 1);
      case UBIGINT, HUGEINT, UHUGEINT -> text.append(Numbers.bigInteger(column, row));
      case FLOAT -> appendFloat(Numbers.floatAt(column, row), text);
      case DOUBLE -> appendDouble(Numbers.doubleAt(column, row), text);
      default -> text.append(Numbers.lowBits(column, row));
    }
  }

  private static void appendList(ListColumn list, int row, StringBuilder text) {
    text.append('[');
    for (int i = 0; i < list.length(row); i++) {
      text.append(i == 0 ? "" : ", ");
      append(list.elements(), list.start(row) + i, text);
    }
    text.append(']');
  }

  private static void appendFloat(float value, StringBuilder text) {
    if (!appendedSpecial(value, text)) {
      float magnitude = Math.abs(value);
      appendDecimal(shortest(new BigDecimal(magnitude), d -> d.floatValue() == magnitude), text);
    }
  }

  private static void appendDouble(double value, StringBuilder text) {
    if (!appendedSpecial(value, text)) {
      double magnitude = Math.abs(value);
      appendDecimal(shortest(new BigDecimal(magnitude), d -> d.doubleValue() == magnitude), text);
    }
  }

  /** The decimal of the fewest digits that is read as the same number. */
  private static BigDecimal shortest(BigDecimal exact, Predicate<BigDecimal> same) {
    for (int digits = 1; ; digits++) {
      BigDecimal nearest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (same.test(nearest)) {
        return nearest;
      }
      // Below a power of two the neighbours are nearer than above it, so the other side may do.
      boolean below = nearest.compareTo(exact) < 0;
      RoundingMode away = below ? RoundingMode.UP : RoundingMode.DOWN;
      BigDecimal other = exact.round(new MathContext(digits, away));
      if (same.test(other)) {
        return other;
      }
    }
  }

  /** Appends the sign of a number, and the number itself where it has no digits to find. */
  private static boolean appendedSpecial(double value, StringBuilder text) {
    if (Double.isNaN(value)) {
      text.append("nan");
      return true;
    }
    text.append(Math.copySign(1, value) < 0 ? "-" : "");
    if (Double.isInfinite(value)) {
      text.append("inf");
      return true;
    }
    if (value == 0) {
      text.append("0.0");
      return true;
    }
    return false;
  }

  private static void appendDecimal(BigDecimal value, StringBuilder text) {
    BigDecimal shortest = value.stripTrailingZeros();
    String digits = shortest.unscaledValue().toString();
    int exponent = digits.length() - 1 - shortest.scale();
    if (exponent >= MIN_PLAIN_EXPONENT && exponent <= MAX_PLAIN_EXPONENT) {
      text.append(
          shortest.scale() <= 0 ? shortest.toPlainString() + ".0" : shortest.toPlainString());
      return;
    }
    text.append(digits.charAt(0));
    if (digits.length() > 1) {
      text.append('.').append(digits, 1, digits.length());
    }
    text.append(exponent < 0 ? "e-" : "e+");
    text.append(Math.abs(exponent) < 10 ? "0" : "").append(Math.abs(exponent));
  }
}
