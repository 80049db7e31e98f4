package dev.bolt.rows;

import java.sql.Types;

/**
 * What the values of a column are, by DuckDB's names of its types.
 *
 * <p>The ordinal is the number on the wire: append only.
 */
public enum ColumnType {
  BOOLEAN,
  TINYINT,
  SMALLINT,
  INTEGER,
  BIGINT,
  UTINYINT,
  USMALLINT,
  UINTEGER,
  UBIGINT,
  /** Signed, 128 bits. */
  HUGEINT,
  /** Unsigned, 128 bits. */
  UHUGEINT,
  FLOAT,
  DOUBLE,
  /** An integer of 16 to 128 bits and a scale. */
  DECIMAL,
  VARCHAR,
  BLOB,
  /** Microseconds of the day. */
  TIME,
  /** Nanoseconds of the day. */
  TIME_NS,
  /** Days since 1970-01-01. */
  DATE,
  /** Microseconds since 1970-01-01, of no time zone. */
  TIMESTAMP,
  TIMESTAMP_MS,
  TIMESTAMP_NS,
  TIMESTAMP_S,
  /** Microseconds since 1970-01-01T00:00Z. */
  TIMESTAMP_WITH_TIME_ZONE,
  BIT,
  /** Microseconds of the day, shifted left by 24 bits, and an offset below them. */
  TIME_WITH_TIME_ZONE,
  INTERVAL,
  LIST,
  STRUCT,
  ENUM,
  UUID,
  JSON,
  /** A list of pairs. */
  MAP,
  /** A list of a fixed length. */
  ARRAY,
  /** A type that the engine's driver hands out as text. */
  UNKNOWN,
  /** A structure of a tag and one member for each value of the tag. */
  UNION,
  /** A type of its own in each row. */
  VARIANT,
  GEOMETRY;

  private static final ColumnType[] TYPES = values();

  /** The type with a number, or null. */
  public static ColumnType ofNumber(int number) {
    return number >= 0 && number < TYPES.length ? TYPES[number] : null;
  }

  /** The constant of {@link Types} that the engine's own driver gives for this type. */
  public int sqlType() {
    return switch (this) {
      case BOOLEAN -> Types.BOOLEAN;
      case TINYINT -> Types.TINYINT;
      case SMALLINT, UTINYINT -> Types.SMALLINT;
      case INTEGER, USMALLINT -> Types.INTEGER;
      case BIGINT, UINTEGER -> Types.BIGINT;
      case FLOAT -> Types.FLOAT;
      case DOUBLE -> Types.DOUBLE;
      case DECIMAL -> Types.DECIMAL;
      case VARCHAR -> Types.VARCHAR;
      case BIT -> Types.BIT;
      case BLOB, GEOMETRY -> Types.BLOB;
      case DATE -> Types.DATE;
      case TIME, TIME_NS -> Types.TIME;
      case TIME_WITH_TIME_ZONE -> Types.TIME_WITH_TIMEZONE;
      case TIMESTAMP, TIMESTAMP_S, TIMESTAMP_MS, TIMESTAMP_NS -> Types.TIMESTAMP;
      case TIMESTAMP_WITH_TIME_ZONE -> Types.TIMESTAMP_WITH_TIMEZONE;
      case LIST, ARRAY -> Types.ARRAY;
      case STRUCT -> Types.STRUCT;
      default -> Types.OTHER;
    };
  }

  /** Whether values are kept as text. */
  public boolean isText() {
    return switch (this) {
      case VARCHAR, BIT, INTERVAL, ENUM, JSON, UNKNOWN -> true;
      default -> false;
    };
  }

  /** Whether this is a point in time with a date, with or without a zone. */
  public boolean isTimestamp() {
    return switch (this) {
      case TIMESTAMP, TIMESTAMP_MS, TIMESTAMP_NS, TIMESTAMP_S, TIMESTAMP_WITH_TIME_ZONE -> true;
      default -> false;
    };
  }

  /** Whether this is a time of day without a date. */
  public boolean isTime() {
    return this == TIME || this == TIME_NS || this == TIME_WITH_TIME_ZONE;
  }
}
