package dev.bolt.protocol;

import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.TimeZone;

/**
 * Dates and times as values.
 *
 * <p>The classes of {@code java.sql} mean what a clock on the wall shows in the default time zone
 * of their JVM, which need not be that of the other side; so what travels is what the clock shows.
 */
final class TemporalScalars {

  private TemporalScalars() {}

  /** In the order of their numbers on the wire: append only. */
  static List<Scalar<?>> all() {
    return List.of(
        new Scalar<>(
            Date.class, (v, out) -> writeDate(v.toLocalDate(), out), in -> Date.valueOf(date(in))),
        new Scalar<>(Time.class, TemporalScalars::writeTime, TemporalScalars::readTime),
        new Scalar<>(
            Timestamp.class,
            (v, out) -> writeDateTime(v.toLocalDateTime(), out),
            TemporalScalars::readTimestamp),
        new Scalar<>(LocalDate.class, TemporalScalars::writeDate, TemporalScalars::date),
        new Scalar<>(LocalTime.class, TemporalScalars::writeTimeOfDay, TemporalScalars::timeOfDay),
        new Scalar<>(
            LocalDateTime.class, TemporalScalars::writeDateTime, TemporalScalars::dateTime),
        new Scalar<>(
            OffsetDateTime.class,
            TemporalScalars::writeOffsetDateTime,
            in -> OffsetDateTime.of(dateTime(in), offset(in))),
        new Scalar<>(
            OffsetTime.class,
            TemporalScalars::writeOffsetTime,
            in -> OffsetTime.of(timeOfDay(in), offset(in))),
        new Scalar<>(Instant.class, TemporalScalars::writeInstant, TemporalScalars::instant),
        new Scalar<>(
            ZonedDateTime.class,
            TemporalScalars::writeZoned,
            in -> ZonedDateTime.ofInstant(instant(in), ZoneId.of(in.readString()))),
        new Scalar<>(
            Duration.class,
            TemporalScalars::writeDuration,
            in -> Duration.ofSeconds(in.readLong(), in.readInt())),
        new Scalar<>(
            Period.class,
            TemporalScalars::writePeriod,
            in -> Period.of(in.readInt(), in.readInt(), in.readInt())),
        new Scalar<>(
            java.util.Date.class,
            (v, out) -> out.putLong(v.getTime()),
            in -> new java.util.Date(in.readLong())),
        new Scalar<>(
            GregorianCalendar.class,
            TemporalScalars::writeCalendar,
            TemporalScalars::readCalendar));
  }

  private static void writeDate(LocalDate value, WireWriter out) {
    out.putLong(value.toEpochDay());
  }

  private static LocalDate date(WireReader in) throws ProtocolException {
    return LocalDate.ofEpochDay(in.readLong());
  }

  private static void writeTimeOfDay(LocalTime value, WireWriter out) {
    out.putLong(value.toNanoOfDay());
  }

  private static LocalTime timeOfDay(WireReader in) throws ProtocolException {
    return LocalTime.ofNanoOfDay(in.readLong());
  }

  private static void writeDateTime(LocalDateTime value, WireWriter out) {
    writeDate(value.toLocalDate(), out);
    writeTimeOfDay(value.toLocalTime(), out);
  }

  private static LocalDateTime dateTime(WireReader in) throws ProtocolException {
    return LocalDateTime.of(date(in), timeOfDay(in));
  }

  // A time that the clocks here skip, in spring, has no Timestamp; to the engine both are the same.
  private static Object readTimestamp(WireReader in) throws ProtocolException {
    LocalDateTime dateTime = dateTime(in);
    Timestamp timestamp = Timestamp.valueOf(dateTime);
    return timestamp.toLocalDateTime().equals(dateTime) ? timestamp : dateTime;
  }

  // A Time may have a date and milliseconds that toLocalTime() would drop.
  private static void writeTime(Time value, WireWriter out) {
    Instant instant = Instant.ofEpochMilli(value.getTime());
    writeDateTime(LocalDateTime.ofInstant(instant, ZoneId.systemDefault()), out);
  }

  private static Time readTime(WireReader in) throws ProtocolException {
    return new Time(dateTime(in).atZone(ZoneId.systemDefault()).toInstant().toEpochMilli());
  }

  private static void writeOffset(ZoneOffset value, WireWriter out) {
    out.putInt(value.getTotalSeconds());
  }

  private static ZoneOffset offset(WireReader in) throws ProtocolException {
    return ZoneOffset.ofTotalSeconds(in.readInt());
  }

  private static void writeOffsetDateTime(OffsetDateTime value, WireWriter out) {
    writeDateTime(value.toLocalDateTime(), out);
    writeOffset(value.getOffset(), out);
  }

  private static void writeOffsetTime(OffsetTime value, WireWriter out) {
    writeTimeOfDay(value.toLocalTime(), out);
    writeOffset(value.getOffset(), out);
  }

  private static void writeInstant(Instant value, WireWriter out) {
    out.putLong(value.getEpochSecond());
    out.putInt(value.getNano());
  }

  private static Instant instant(WireReader in) throws ProtocolException {
    return Instant.ofEpochSecond(in.readLong(), in.readInt());
  }

  private static void writeZoned(ZonedDateTime value, WireWriter out) {
    writeInstant(value.toInstant(), out);
    out.putString(value.getZone().getId());
  }

  private static void writeDuration(Duration value, WireWriter out) {
    out.putLong(value.getSeconds());
    out.putInt(value.getNano());
  }

  private static void writePeriod(Period value, WireWriter out) {
    out.putInt(value.getYears());
    out.putInt(value.getMonths());
    out.putInt(value.getDays());
  }

  private static void writeCalendar(Calendar value, WireWriter out) {
    out.putLong(value.getTimeInMillis());
    out.putString(value.getTimeZone().getID());
  }

  private static GregorianCalendar readCalendar(WireReader in) throws ProtocolException {
    long millis = in.readLong();
    GregorianCalendar calendar = new GregorianCalendar(TimeZone.getTimeZone(in.readString()));
    calendar.setTimeInMillis(millis);
    return calendar;
  }
}
