package dev.bolt.database;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Turns the values of a row into other types, where nothing is lost. Stateless. */
final class RowValues {
  private static final Map<Class<?>, Function<Object, Object>> CONVERSIONS =
      Map.ofEntries(
          Map.entry(String.class, Object::toString),
          Map.entry(BigDecimal.class, RowValues::decimal),
          Map.entry(BigInteger.class, value -> decimal(value).toBigIntegerExact()),
          Map.entry(Long.class, RowValues::whole),
          Map.entry(Integer.class, value -> Math.toIntExact(whole(value))),
          Map.entry(Double.class, RowValues::real),
          Map.entry(Boolean.class, RowValues::truth),
          Map.entry(LocalDate.class, RowValues::date),
          Map.entry(LocalDateTime.class, RowValues::dateTime),
          Map.entry(Instant.class, RowValues::instant));

  private RowValues() {}

  /**
   * A value as a type.
   *
   * @param value not null
   * @throws RuntimeException when it cannot be one
   */
  static Object convert(Object value, Class<?> type) {
    Function<Object, Object> conversion = CONVERSIONS.get(type);
    if (conversion == null) {
      throw new IllegalArgumentException("No conversion to " + type.getName());
    }
    return conversion.apply(value);
  }

  private static long whole(Object value) {
    return value instanceof Long || value instanceof Integer || value instanceof Short
        ? ((Number) value).longValue()
        : decimal(value).longValueExact();
  }

  private static double real(Object value) {
    return value instanceof Number number
        ? number.doubleValue()
        : Double.parseDouble(value.toString());
  }

  private static BigDecimal decimal(Object value) {
    return value instanceof BigDecimal decimal ? decimal : new BigDecimal(value.toString());
  }

  private static boolean truth(Object value) {
    if (value instanceof Boolean truth) {
      return truth;
    }
    return switch (value.toString().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> decimal(value).signum() != 0;
    };
  }

  private static LocalDate date(Object value) {
    return value instanceof Date date ? date.toLocalDate() : LocalDate.parse(value.toString());
  }

  private static LocalDateTime dateTime(Object value) {
    if (value instanceof Timestamp timestamp) {
      return timestamp.toLocalDateTime();
    }
    return value instanceof LocalDate date
        ? date.atStartOfDay()
        : LocalDateTime.parse(value.toString().replace(' ', 'T'));
  }

  private static Instant instant(Object value) {
    return value instanceof OffsetDateTime moment
        ? moment.toInstant()
        : OffsetDateTime.parse(value.toString().replace(' ', 'T')).toInstant();
  }
}
