package dev.bolt.engine;

import dev.bolt.rows.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.UUID;

/**
 * Packs the objects that DuckDB's driver made of values into the form that the engine had them in.
 * Stateless.
 *
 * <p>Within a VARIANT the driver frees the memory of nested vectors before it hands them out; what
 * is left of their values are the objects.
 */
final class PackedObjects {

  private static final int MAX_OFFSET_SECONDS = 16 * 60 * 60 - 1;

  private PackedObjects() {}

  /** Packs values of a type of a width; nulls become zeros. */
  static byte[] pack(ColumnType type, int width, Object[] values) {
    ByteBuffer out = ByteBuffer.allocate(values.length * width).order(ByteOrder.LITTLE_ENDIAN);
    for (int row = 0; row < values.length; row++) {
      if (values[row] != null) {
        out.position(row * width);
        put(type, width, values[row], out);
      }
    }
    return out.array();
  }

  private static void put(ColumnType type, int width, Object value, ByteBuffer out) {
    switch (type) {
      case BOOLEAN -> out.put((byte) ((Boolean) value ? 1 : 0));
      case FLOAT -> out.putFloat((Float) value);
      case DOUBLE -> out.putDouble((Double) value);
      case DECIMAL -> putInteger(width, ((BigDecimal) value).unscaledValue(), out);
      case UUID -> putUuid((UUID) value, out);
      case HUGEINT, UHUGEINT -> putInteger(width, (BigInteger) value, out);
      default -> putInteger(width, BigInteger.valueOf(kept(type, value)), out);
    }
  }

  private static void putInteger(int width, BigInteger value, ByteBuffer out) {
    switch (width) {
      case 1 -> out.put(value.byteValue());
      case 2 -> out.putShort(value.shortValue());
      case 4 -> out.putInt(value.intValue());
      case 8 -> out.putLong(value.longValue());
      default -> out.putLong(value.longValue()).putLong(value.shiftRight(Long.SIZE).longValue());
    }
  }

  private static void putUuid(UUID value, ByteBuffer out) {
    out.putLong(value.getLeastSignificantBits());
    out.putLong(value.getMostSignificantBits() ^ Long.MIN_VALUE);
  }

  private static long kept(ColumnType type, Object value) {
    return switch (type) {
      case DATE -> ((LocalDate) value).toEpochDay();
      case TIME -> ((LocalTime) value).toNanoOfDay() / 1000;
      case TIME_NS -> ((LocalTime) value).toNanoOfDay();
      case TIME_WITH_TIME_ZONE -> timeWithZone((OffsetTime) value);
      case TIMESTAMP, TIMESTAMP_S, TIMESTAMP_MS, TIMESTAMP_NS ->
          sinceEpoch(type, local((Timestamp) value).toInstant(ZoneOffset.UTC));
      case TIMESTAMP_WITH_TIME_ZONE -> sinceEpoch(type, instant((OffsetDateTime) value));
      default -> ((Number) value).longValue();
    };
  }

  private static long timeWithZone(OffsetTime value) {
    int offset = MAX_OFFSET_SECONDS - value.getOffset().getTotalSeconds();
    return (value.toLocalTime().toNanoOfDay() / 1000 << 24) | offset;
  }

  /** A Timestamp counts the years before the year 1 as positive ones of another era. */
  private static LocalDateTime local(Timestamp value) {
    LocalDateTime local = value.toLocalDateTime();
    GregorianCalendar calendar = new GregorianCalendar();
    calendar.setTime(value);
    boolean ancient = calendar.get(Calendar.ERA) == GregorianCalendar.BC;
    return ancient ? local.withYear(1 - local.getYear()) : local;
  }

  /** The driver's local time is right; its offset is not within hours of a change of the clocks. */
  private static Instant instant(OffsetDateTime value) {
    LocalDateTime local = value.toLocalDateTime();
    return local.atZone(ZoneId.systemDefault()).toInstant();
  }

  private static long sinceEpoch(ColumnType type, Instant instant) {
    long perSecond =
        switch (type) {
          case TIMESTAMP_S -> 1;
          case TIMESTAMP_MS -> 1_000;
          case TIMESTAMP_NS -> 1_000_000_000;
          default -> 1_000_000;
        };
    return instant.getEpochSecond() * perSecond + instant.getNano() * perSecond / 1_000_000_000;
  }
}
