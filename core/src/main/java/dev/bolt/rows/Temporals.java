package dev.bolt.rows;

import java.sql.Date;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Calendar;
import java.util.concurrent.TimeUnit;

/**
 * Reads dates and times of any column, as DuckDB's own driver does; its zone is the default one of
 * this JVM. The rows asked for are not null. Stateless.
 */
public final class Temporals {

  /** An offset of TIME WITH TIME ZONE is kept as its distance from the largest one. */
  private static final int MAX_OFFSET_SECONDS = 16 * 60 * 60 - 1;

  private static final int OFFSET_BITS = 24;

  private Temporals() {}

  /** A value as a date. */
  public static Date date(Column column, int row) throws SQLException {
    return Conversion.checked(column, row, "Date", Temporals::toDate);
  }

  /** A value as a time of day; of a timestamp the instant. */
  public static Time time(Column column, int row, Calendar calendar) throws SQLException {
    return Conversion.checked(column, row, "Time", (c, r) -> toTime(c, r, calendar));
  }

  /** A value as a timestamp, on the clock of a calendar's zone, or of the default one if null. */
  public static Timestamp timestamp(Column column, int row, Calendar calendar) throws SQLException {
    return Conversion.checked(column, row, "Timestamp", (c, r) -> toTimestamp(c, r, calendar));
  }

  static LocalDate localDate(Column column, int row) {
    return LocalDate.ofEpochDay(((FixedColumn) column).intAt(row));
  }

  static LocalTime localTime(Column column, int row) throws SQLException {
    return Conversion.checked(column, row, "LocalTime", Temporals::toLocalTime);
  }

  static OffsetTime offsetTime(Column column, int row) throws SQLException {
    return Conversion.checked(column, row, "OffsetTime", Temporals::toOffsetTime);
  }

  static LocalDateTime localDateTime(Column column, int row) throws SQLException {
    return Conversion.checked(column, row, "LocalDateTime", Temporals::toLocalDateTime);
  }

  static OffsetDateTime offsetDateTime(Column column, int row) {
    return instant(column, row).atZone(ZoneId.systemDefault()).toOffsetDateTime();
  }

  /** The instant of a timestamp; one without a zone is taken as of UTC. */
  static Instant instant(Column column, int row) {
    long value = ((FixedColumn) column).longAt(row);
    return switch (column.type()) {
      case TIMESTAMP_S -> Instant.ofEpochSecond(value);
      case TIMESTAMP_MS -> Instant.ofEpochMilli(value);
      case TIMESTAMP_NS -> ofParts(value, TimeUnit.SECONDS.toNanos(1), 1);
      default -> ofParts(value, TimeUnit.SECONDS.toMicros(1), TimeUnit.MICROSECONDS.toNanos(1));
    };
  }

  private static Instant ofParts(long value, long perSecond, long nanosEach) {
    return Instant.ofEpochSecond(
        Math.floorDiv(value, perSecond), Math.floorMod(value, perSecond) * nanosEach);
  }

  private static LocalDateTime toLocalDateTime(Column column, int row) {
    return column.type() == ColumnType.DATE
        ? localDate(column, row).atStartOfDay()
        : wallTime(column, row, null);
  }

  private static Date toDate(Column column, int row) throws SQLException {
    ColumnType type = column.type();
    if (type == ColumnType.DATE) {
      return Date.valueOf(localDate(column, row));
    }
    if (type.isTimestamp()) {
      LocalDateTime day = wallTime(column, row, null).truncatedTo(ChronoUnit.DAYS);
      return new Date(Timestamp.valueOf(day).getTime());
    }
    return Date.valueOf(text(column, row, "Date"));
  }

  private static Time toTime(Column column, int row, Calendar calendar) throws SQLException {
    ColumnType type = column.type();
    if (type.isTime()) {
      return Time.valueOf(toLocalTime(column, row));
    }
    if (type.isTimestamp()) {
      return new Time(toTimestamp(column, row, calendar).getTime());
    }
    return Time.valueOf(text(column, row, "Time"));
  }

  private static Timestamp toTimestamp(Column column, int row, Calendar calendar)
      throws SQLException {
    ColumnType type = column.type();
    if (type == ColumnType.DATE) {
      return Timestamp.valueOf(localDate(column, row).atStartOfDay());
    }
    if (type.isTimestamp()) {
      return Timestamp.valueOf(wallTime(column, row, calendar));
    }
    return Timestamp.valueOf(text(column, row, "Timestamp"));
  }

  private static LocalTime toLocalTime(Column column, int row) {
    long value = ((FixedColumn) column).longAt(row);
    return switch (column.type()) {
      case TIME -> LocalTime.ofNanoOfDay(TimeUnit.MICROSECONDS.toNanos(value));
      case TIME_NS -> LocalTime.ofNanoOfDay(value);
      default -> LocalTime.ofNanoOfDay(TimeUnit.MICROSECONDS.toNanos(value >> OFFSET_BITS));
    };
  }

  private static OffsetTime toOffsetTime(Column column, int row) {
    LocalTime time = toLocalTime(column, row);
    if (column.type() != ColumnType.TIME_WITH_TIME_ZONE) {
      return time.atOffset(ZoneOffset.UTC);
    }
    long kept = ((FixedColumn) column).longAt(row) & ((1 << OFFSET_BITS) - 1);
    return time.atOffset(ZoneOffset.ofTotalSeconds(MAX_OFFSET_SECONDS - (int) kept));
  }

  /** What a clock shows: of a timestamp without a zone the value itself. */
  private static LocalDateTime wallTime(Column column, int row, Calendar calendar) {
    Instant instant = instant(column, row);
    ZoneId zone = calendar == null ? null : calendar.getTimeZone().toZoneId();
    if (column.type() == ColumnType.TIMESTAMP_WITH_TIME_ZONE) {
      return LocalDateTime.ofInstant(instant, zone == null ? ZoneId.systemDefault() : zone);
    }
    LocalDateTime value = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    if (zone == null) {
      return value;
    }
    // The engine's driver moves it by the distance of the two zones at that instant of UTC.
    LocalDateTime here = LocalDateTime.ofInstant(instant, ZoneId.systemDefault());
    return value.plus(Duration.between(LocalDateTime.ofInstant(instant, zone), here));
  }

  private static String text(Column column, int row, String target) throws SQLException {
    if (!column.type().isText()) {
      throw Conversion.impossible(column, target);
    }
    return column.text(row);
  }
}
