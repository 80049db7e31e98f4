package dev.bolt.jdbc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.UUID;

/** Every way to read a column of a result set. */
final class Getters {

  interface Getter {
    Object get(ResultSet result, int column) throws SQLException;
  }

  static final List<Class<?>> CLASSES =
      List.of(
          String.class,
          Boolean.class,
          Byte.class,
          Short.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          BigDecimal.class,
          BigInteger.class,
          Date.class,
          Time.class,
          Timestamp.class,
          LocalDate.class,
          LocalTime.class,
          LocalDateTime.class,
          OffsetTime.class,
          OffsetDateTime.class,
          ZonedDateTime.class,
          Instant.class,
          UUID.class,
          byte[].class,
          Blob.class,
          Array.class,
          Struct.class,
          Map.class,
          LinkedHashMap.class,
          Object.class,
          StringBuilder.class);

  private Getters() {}

  static Map<String, Getter> all() {
    Map<String, Getter> getters = new LinkedHashMap<>();
    getters.put("getString", ResultSet::getString);
    getters.put("getBoolean", ResultSet::getBoolean);
    getters.put("getByte", ResultSet::getByte);
    getters.put("getShort", ResultSet::getShort);
    getters.put("getInt", ResultSet::getInt);
    getters.put("getLong", ResultSet::getLong);
    getters.put("getFloat", ResultSet::getFloat);
    getters.put("getDouble", ResultSet::getDouble);
    getters.put("getBigDecimal", ResultSet::getBigDecimal);
    getters.put("getBytes", ResultSet::getBytes);
    getters.put("getDate", ResultSet::getDate);
    getters.put("getTime", ResultSet::getTime);
    getters.put("getTimestamp", ResultSet::getTimestamp);
    getters.put("getObject", ResultSet::getObject);
    getters.put("getArray", ResultSet::getArray);
    getters.put("getBlob", ResultSet::getBlob);
    getters.put("getClob", ResultSet::getClob);
    getters.put("getURL", ResultSet::getURL);
    getters.put("getRef", ResultSet::getRef);
    getters.put("getSQLXML", ResultSet::getSQLXML);
    getters.put("getAsciiStream", ResultSet::getAsciiStream);
    getters.put("getBinaryStream", ResultSet::getBinaryStream);
    getters.put("getCharacterStream", ResultSet::getCharacterStream);
    for (String zone : List.of("UTC", "America/New_York", "Asia/Kolkata")) {
      getters.put("getDate " + zone, (result, i) -> result.getDate(i, calendar(zone)));
      getters.put("getTime " + zone, (result, i) -> result.getTime(i, calendar(zone)));
      getters.put("getTimestamp " + zone, (result, i) -> result.getTimestamp(i, calendar(zone)));
    }
    for (Class<?> type : CLASSES) {
      getters.put("getObject " + type.getSimpleName(), (result, i) -> result.getObject(i, type));
    }
    getters.put("getObject map", (result, i) -> result.getObject(i, Map.of("x", String.class)));
    return getters;
  }

  private static Calendar calendar(String zone) {
    return new GregorianCalendar(TimeZone.getTimeZone(zone));
  }
}
