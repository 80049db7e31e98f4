package dev.bolt.rows;

import static dev.bolt.rows.ColumnType.BIGINT;
import static dev.bolt.rows.ColumnType.BLOB;
import static dev.bolt.rows.ColumnType.BOOLEAN;
import static dev.bolt.rows.ColumnType.DATE;
import static dev.bolt.rows.ColumnType.DECIMAL;
import static dev.bolt.rows.ColumnType.DOUBLE;
import static dev.bolt.rows.ColumnType.FLOAT;
import static dev.bolt.rows.ColumnType.GEOMETRY;
import static dev.bolt.rows.ColumnType.HUGEINT;
import static dev.bolt.rows.ColumnType.INTEGER;
import static dev.bolt.rows.ColumnType.SMALLINT;
import static dev.bolt.rows.ColumnType.TIME;
import static dev.bolt.rows.ColumnType.TIMESTAMP;
import static dev.bolt.rows.ColumnType.TIMESTAMP_MS;
import static dev.bolt.rows.ColumnType.TIMESTAMP_NS;
import static dev.bolt.rows.ColumnType.TIMESTAMP_S;
import static dev.bolt.rows.ColumnType.TIMESTAMP_WITH_TIME_ZONE;
import static dev.bolt.rows.ColumnType.TIME_NS;
import static dev.bolt.rows.ColumnType.TIME_WITH_TIME_ZONE;
import static dev.bolt.rows.ColumnType.TINYINT;
import static dev.bolt.rows.ColumnType.UBIGINT;
import static dev.bolt.rows.ColumnType.UHUGEINT;
import static dev.bolt.rows.ColumnType.UINTEGER;
import static dev.bolt.rows.ColumnType.USMALLINT;
import static dev.bolt.rows.ColumnType.UTINYINT;

import dev.bolt.ErrorCode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Date;
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
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Reads values as objects of a class that the caller names. Which types a class takes is what
 * DuckDB's own driver allows; beyond it, Object and String take every type, and blobs, arrays and
 * instants are what they are. Thread-safe.
 */
public final class TypedValues {

  private record Target(Set<ColumnType> types, Conversion<?> conversion) {}

  private static final Set<ColumnType> ALL = EnumSet.allOf(ColumnType.class);
  private static final Set<ColumnType> TIMES = EnumSet.of(TIME, TIME_NS, TIME_WITH_TIME_ZONE);
  private static final Set<ColumnType> TIMESTAMPS =
      EnumSet.of(TIMESTAMP, TIMESTAMP_S, TIMESTAMP_MS, TIMESTAMP_NS, TIMESTAMP_WITH_TIME_ZONE);
  private static final Set<ColumnType> SHORTS = EnumSet.of(SMALLINT, TINYINT, UTINYINT);
  private static final Set<ColumnType> INTS = with(SHORTS, INTEGER, USMALLINT);
  private static final Set<ColumnType> LONGS = with(INTS, BIGINT, UINTEGER);
  private static final Set<ColumnType> INTEGERS = with(LONGS, UBIGINT, HUGEINT, UHUGEINT);
  private static final Set<ColumnType> BYTES = EnumSet.of(BLOB, GEOMETRY);

  private final Map<Class<?>, Target> targets = new HashMap<>();

  /** Reads what {@code values} reads, as other classes. */
  public TypedValues(Values values) {
    numbers();
    temporals();
    add(Boolean.class, EnumSet.of(BOOLEAN), Numbers::booleanValue);
    add(UUID.class, EnumSet.of(ColumnType.UUID, ColumnType.VARCHAR), Values::uuid);
    add(Object.class, ALL, values::object);
    add(byte[].class, BYTES, Values::bytes);
    add(Blob.class, BYTES, Values::blob);
    add(Array.class, EnumSet.of(ColumnType.LIST, ColumnType.ARRAY), values::array);
    add(Struct.class, EnumSet.of(ColumnType.STRUCT), values::struct);
    add(Map.class, EnumSet.of(ColumnType.MAP), values::map);
    add(LinkedHashMap.class, EnumSet.of(ColumnType.MAP), values::map);
  }

  private void numbers() {
    add(Byte.class, EnumSet.of(TINYINT), Numbers::byteValue);
    add(Short.class, SHORTS, Numbers::shortValue);
    add(Integer.class, INTS, Numbers::intValue);
    add(Long.class, with(TIMESTAMPS, LONGS.toArray(ColumnType[]::new)), Numbers::longValue);
    add(Float.class, EnumSet.of(FLOAT), Numbers::floatValue);
    add(Double.class, EnumSet.of(DOUBLE), Numbers::doubleValue);
    add(BigInteger.class, INTEGERS, Numbers::bigInteger);
    add(BigDecimal.class, with(INTEGERS, DECIMAL, FLOAT, DOUBLE), TypedValues::decimal);
  }

  private void temporals() {
    add(Date.class, EnumSet.of(DATE), Temporals::date);
    add(LocalDate.class, EnumSet.of(DATE), Temporals::localDate);
    add(Time.class, TIMES, (column, row) -> Temporals.time(column, row, null));
    add(LocalTime.class, TIMES, Temporals::localTime);
    add(OffsetTime.class, TIMES, Temporals::offsetTime);
    add(Timestamp.class, TIMESTAMPS, (column, row) -> Temporals.timestamp(column, row, null));
    add(LocalDateTime.class, with(TIMESTAMPS, DATE), Temporals::localDateTime);
    add(OffsetDateTime.class, EnumSet.of(TIMESTAMP_WITH_TIME_ZONE), Temporals::offsetDateTime);
    add(Instant.class, EnumSet.of(TIMESTAMP_WITH_TIME_ZONE), Temporals::instant);
  }

  private <T> void add(Class<T> type, Set<ColumnType> types, Conversion<?> conversion) {
    targets.put(type, new Target(types, conversion));
  }

  private static Set<ColumnType> with(Set<ColumnType> types, ColumnType... more) {
    Set<ColumnType> all = EnumSet.copyOf(types);
    all.addAll(Set.of(more));
    return all;
  }

  /**
   * A value that is not null as an object of a class; of anything but String, which {@link
   * Values#text} reads.
   */
  public <T> T read(Column column, int row, Class<T> type) throws SQLException {
    Target target = targets.get(type);
    if (target == null || !target.types().contains(column.type())) {
      throw ErrorCode.DATA.exception(
          "Values of " + column.type() + " cannot be read as " + type.getName());
    }
    return type.cast(target.conversion().of(column, row));
  }

  /** The decimal that prints as the double does, of a float too. */
  private static BigDecimal decimal(Column column, int row) throws SQLException {
    return column.type() == FLOAT
        ? Conversion.checked(
            column, row, "BigDecimal", (c, r) -> BigDecimal.valueOf((double) Numbers.floatAt(c, r)))
        : Numbers.bigDecimal(column, row);
  }
}
