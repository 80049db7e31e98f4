package dev.bolt.jdbc;

import dev.bolt.EngineKind;
import dev.bolt.rows.ArrayValue;
import dev.bolt.rows.StructValue;
import java.io.InputStream;
import java.io.Reader;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Calendar;

/**
 * Turns what the setters of a prepared statement take into the values that a session takes, as the
 * engine's own driver would. Immutable.
 */
final class ParameterConversion {
  private final EngineKind engine;

  ParameterConversion(EngineKind engine) {
    this.engine = engine;
  }

  /** A value as it is, unless it is a handle on one. */
  Object of(Object value) throws SQLException {
    if (value instanceof Character character) {
      return character.toString();
    }
    if (value instanceof Blob || value instanceof Clob) {
      return lob(value);
    }
    if (value instanceof InputStream stream) {
      return Streams.bytes(stream, Streams.TO_END);
    }
    if (value instanceof Reader reader) {
      return Streams.text(reader, Streams.TO_END);
    }
    if (value instanceof Array || value instanceof Struct) {
      return nested(value);
    }
    return engine == EngineKind.DUCKDB ? moment(value) : value;
  }

  /** A value of a type; SQLite's columns convert by themselves, so there it stays as it is. */
  Object of(Object value, int sqlType) throws SQLException {
    Object plain = of(value);
    return engine == EngineKind.DUCKDB && plain != null
        ? TargetTypes.convert(plain, sqlType)
        : plain;
  }

  private static Object lob(Object value) throws SQLException {
    return value instanceof Blob blob
        ? Streams.bytes(blob.getBinaryStream(), Streams.TO_END)
        : Streams.text(((Clob) value).getCharacterStream(), Streams.TO_END);
  }

  private static Object nested(Object value) throws SQLException {
    if (value instanceof ArrayValue || value instanceof StructValue) {
      return value;
    }
    return value instanceof Array array
        ? new ArrayValue(array.getBaseTypeName(), (Object[]) array.getArray())
        : new StructValue(((Struct) value).getSQLTypeName(), ((Struct) value).getAttributes());
  }

  private static Object moment(Object value) {
    if (value instanceof Instant instant) {
      return instant.atOffset(ZoneOffset.UTC);
    }
    if (value instanceof ZonedDateTime zoned) {
      return zoned.toOffsetDateTime();
    }
    if (value instanceof java.util.Date date && date.getClass() == java.util.Date.class) {
      return new Timestamp(date.getTime());
    }
    return value;
  }

  /** A date as a calendar's zone sees it; SQLite stores the instant, whatever the zone. */
  Object of(Date value, Calendar calendar) {
    return local(value, calendar) ? at(value.getTime(), calendar).toLocalDate() : value;
  }

  /** A time of day as a calendar's zone sees it. */
  Object of(Time value, Calendar calendar) {
    return local(value, calendar) ? at(value.getTime(), calendar).toLocalTime() : value;
  }

  /** A timestamp as a calendar's zone sees it. */
  Object of(Timestamp value, Calendar calendar) {
    return local(value, calendar)
        ? value.toInstant().atZone(calendar.getTimeZone().toZoneId()).toLocalDateTime()
        : value;
  }

  private boolean local(Object value, Calendar calendar) {
    return value != null && calendar != null && engine == EngineKind.DUCKDB;
  }

  private static ZonedDateTime at(long millis, Calendar calendar) {
    return Instant.ofEpochMilli(millis).atZone(calendar.getTimeZone().toZoneId());
  }
}
