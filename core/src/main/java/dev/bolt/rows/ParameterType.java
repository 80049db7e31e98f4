package dev.bolt.rows;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * How parameters of a class are kept in a column: in the type that DuckDB's driver gives them, so
 * that the engine converts them as if it had got them one by one.
 */
enum ParameterType {
  BOOLEAN(ColumnType.BOOLEAN, Boolean.class),
  BYTE(ColumnType.TINYINT, Byte.class),
  SHORT(ColumnType.SMALLINT, Short.class),
  INTEGER(ColumnType.INTEGER, Integer.class),
  LONG(ColumnType.BIGINT, Long.class),
  FLOAT(ColumnType.FLOAT, Float.class),
  DOUBLE(ColumnType.DOUBLE, Double.class),
  /** Of one scale in a column. */
  DECIMAL(ColumnType.DECIMAL, BigDecimal.class),
  TEXT(ColumnType.VARCHAR, String.class),
  BYTES(ColumnType.BLOB, byte[].class),
  DATE(ColumnType.DATE, LocalDate.class, Date.class),
  TIME(ColumnType.TIME, LocalTime.class),
  TIMESTAMP(ColumnType.TIMESTAMP, LocalDateTime.class, Timestamp.class),
  INSTANT(ColumnType.TIMESTAMP_WITH_TIME_ZONE, OffsetDateTime.class),
  IDENTIFIER(ColumnType.UUID, UUID.class);

  /** Beyond these years calendars, or the engine's range, make a difference. */
  private static final int FIRST_YEAR = 1600;

  private static final int LAST_YEAR = 9999;

  private static final int NANOS_PER_MICRO = 1_000;
  private static final long MICROS_PER_SECOND = 1_000_000;

  private static final int MOST_DIGITS = 38;
  private static final int MOST_DIGITS_OF_LONG = 18;

  private static final Map<Class<?>, ParameterType> BY_CLASS = new HashMap<>();
  private static final Map<ColumnType, ParameterType> BY_COLUMN = new HashMap<>();

  static {
    for (ParameterType type : values()) {
      BY_COLUMN.put(type.column, type);
      for (Class<?> each : type.classes) {
        BY_CLASS.put(each, type);
      }
    }
  }

  private final ColumnType column;
  private final Class<?>[] classes;

  ParameterType(ColumnType column, Class<?>... classes) {
    this.column = column;
    this.classes = classes;
  }

  /** The type of a value that is not null; null where it is of a class that has none. */
  static ParameterType of(Object value) {
    return BY_CLASS.get(value.getClass());
  }

  /** Whether parameters can be of the type of a column. */
  static boolean has(ColumnType column) {
    return BY_COLUMN.containsKey(column);
  }

  /** What the values are in a column. */
  ColumnType column() {
    return column;
  }

  /** The bytes of a value that is kept packed; 0 of one that is kept as it is. */
  int width() {
    return FixedColumn.widthOf(column);
  }

  /** The scale of a value, which all values in a column have to share. */
  static int scale(Object value) {
    return value instanceof BigDecimal decimal ? decimal.scale() : 0;
  }

  /** The number of bytes of a value that has no fixed width, about. */
  static int length(Object value) {
    return value instanceof String text
        ? text.length()
        : value instanceof byte[] bytes ? bytes.length : 0;
  }

  /**
   * Whether a column can hold a value so that the engine makes the same of it. It keeps moments in
   * microseconds, and what else they have is the driver's matter.
   */
  static boolean fits(Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal.scale() >= 0 && Math.max(decimal.precision(), decimal.scale()) <= MOST_DIGITS;
    }
    if (value instanceof LocalTime time) {
      return time.getNano() % NANOS_PER_MICRO == 0;
    }
    if (value instanceof OffsetDateTime moment) {
      return fits(moment.toLocalDateTime());
    }
    if (value instanceof Timestamp timestamp) {
      return fits(timestamp.toLocalDateTime());
    }
    if (value instanceof LocalDateTime moment) {
      return moment.getNano() % NANOS_PER_MICRO == 0 && fits(moment.toLocalDate());
    }
    if (value instanceof Date date) {
      return fits(date.toLocalDate());
    }
    return !(value instanceof LocalDate date)
        || date.getYear() >= FIRST_YEAR && date.getYear() <= LAST_YEAR;
  }

  /** Appends a value that fits to packed ones. */
  void put(Object value, ByteBuffer to) {
    switch (this) {
      case BOOLEAN -> to.put((byte) ((Boolean) value ? 1 : 0));
      case BYTE -> to.put((Byte) value);
      case SHORT -> to.putShort((Short) value);
      case INTEGER -> to.putInt((Integer) value);
      case LONG -> to.putLong((Long) value);
      case FLOAT -> to.putInt(Float.floatToRawIntBits((Float) value));
      case DOUBLE -> to.putLong(Double.doubleToRawLongBits((Double) value));
      case DATE -> to.putInt((int) date(value).toEpochDay());
      case TIME -> to.putLong(((LocalTime) value).toNanoOfDay() / NANOS_PER_MICRO);
      case TIMESTAMP -> to.putLong(micros(moment(value)));
      case INSTANT ->
          to.putLong(
              micros(
                  ((OffsetDateTime) value)
                      .withOffsetSameInstant(ZoneOffset.UTC)
                      .toLocalDateTime()));
      case IDENTIFIER -> putIdentifier((UUID) value, to);
      default -> throw new IllegalStateException(this + " has no width");
    }
  }

  private static LocalDate date(Object value) {
    return value instanceof Date date ? date.toLocalDate() : (LocalDate) value;
  }

  private static LocalDateTime moment(Object value) {
    return value instanceof Timestamp timestamp
        ? timestamp.toLocalDateTime()
        : (LocalDateTime) value;
  }

  private static long micros(LocalDateTime moment) {
    return moment.toEpochSecond(ZoneOffset.UTC) * MICROS_PER_SECOND
        + moment.getNano() / NANOS_PER_MICRO;
  }

  // As the engine has them, with the first bit flipped.
  private static void putIdentifier(UUID value, ByteBuffer to) {
    to.putLong(value.getLeastSignificantBits());
    to.putLong(value.getMostSignificantBits() ^ Long.MIN_VALUE);
  }

  /** The width of decimals of one scale, in bytes; the engine wants as many digits as decimals. */
  static int decimalWidth(Object[] values, int rows, int scale) {
    boolean wide = scale > MOST_DIGITS_OF_LONG;
    for (int row = 0; row < rows && !wide; row++) {
      wide = values[row] != null && ((BigDecimal) values[row]).precision() > MOST_DIGITS_OF_LONG;
    }
    return wide ? 2 * Long.BYTES : Long.BYTES;
  }

  /** Appends the digits of a decimal. */
  static void putDecimal(BigDecimal value, int width, ByteBuffer to) {
    BigInteger digits = value == null ? BigInteger.ZERO : value.unscaledValue();
    to.putLong(digits.longValue());
    if (width > Long.BYTES) {
      to.putLong(digits.shiftRight(Long.SIZE).longValue());
    }
  }

  /** The value of a row as the engine's driver takes it, or null. */
  static Object value(Column column, int row) throws SQLException {
    if (column.isNull(row)) {
      return null;
    }
    return switch (column.type()) {
      case BOOLEAN -> ((FixedColumn) column).byteAt(row) == 1;
      case VARCHAR -> column.text(row);
      case BLOB -> column.bytes(row);
      case DATE -> Temporals.localDate(column, row);
      case TIME -> Temporals.localTime(column, row);
      case TIMESTAMP -> Temporals.localDateTime(column, row);
      case TIMESTAMP_WITH_TIME_ZONE -> Temporals.offsetDateTime(column, row);
      case UUID -> Values.uuid(column, row);
      default -> Numbers.number(column, row);
    };
  }
}
