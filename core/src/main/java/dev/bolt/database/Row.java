package dev.bolt.database;

import java.math.BigDecimal;
import java.sql.Blob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A row of a result, detached from its connection. Immutable.
 *
 * <p>A column is named without regard to case, or by its index from 0. Values have the types that
 * the engine's JDBC driver gives them; the getters with a type convert where nothing is lost, also
 * from text, since SQLite has neither booleans nor dates.
 *
 * <p>Getters throw {@link IllegalArgumentException}, so that rows can be used in streams: for a
 * column that there is not, with the names of those there are; for a value that does not convert;
 * and for NULL where the type is primitive.
 */
public final class Row {
  private final Columns columns;
  private final Object[] values;

  private Row(Columns columns, Object[] values) {
    this.columns = columns;
    this.values = values;
  }

  /**
   * A row of values, for who has kept them elsewhere.
   *
   * @param names the names of the columns
   * @param values as many, of which any may be null
   * @throws IllegalArgumentException when there are not as many of both
   */
  public static Row of(List<String> names, List<?> values) {
    if (names.size() != values.size()) {
      throw new IllegalArgumentException(
          names.size() + " names of columns and " + values.size() + " values make no row");
    }
    return new Row(Columns.of(names), values.toArray());
  }

  /** The current row of a result. */
  static Row of(ResultSet rows, Columns columns) throws SQLException {
    Object[] values = new Object[columns.count()];
    for (int i = 0; i < values.length; i++) {
      Object value = rows.getObject(i + 1);
      values[i] = value instanceof Blob blob ? blob.getBytes(1, (int) blob.length()) : value;
    }
    return new Row(columns, values);
  }

  /** How many columns it has. */
  public int size() {
    return values.length;
  }

  /** The names of the columns, in order. */
  public List<String> columnNames() {
    List<String> names = new ArrayList<>(values.length);
    for (int i = 0; i < values.length; i++) {
      names.add(columns.name(i));
    }
    return Collections.unmodifiableList(names);
  }

  /** The value of a column, or null. */
  public Object get(String column) {
    return get(columns.place(column));
  }

  /** The value of the column at an index from 0, or null. */
  public Object get(int index) {
    Object value = at(index);
    return value instanceof byte[] bytes ? bytes.clone() : value;
  }

  private Object at(int index) {
    if (index < 0 || index >= values.length) {
      throw new IllegalArgumentException(
          "The row has the columns 0 to " + (values.length - 1) + ", no column " + index);
    }
    return values[index];
  }

  /**
   * The value of a column as one of the types that the other getters have, or as the type it is of.
   */
  public <T> T get(String column, Class<T> type) {
    return get(columns.place(column), type);
  }

  /** The same by an index from 0. */
  public <T> T get(int index, Class<T> type) {
    Object value = get(index);
    if (value == null || type.isInstance(value)) {
      return type.cast(value);
    }
    return type.cast(convert(index, type));
  }

  /** Whether the value of a column is NULL. */
  public boolean isNull(String column) {
    return isNull(columns.place(column));
  }

  /** The same by an index from 0. */
  public boolean isNull(int index) {
    return at(index) == null;
  }

  /** A whole number. */
  public long getLong(String column) {
    return getLong(columns.place(column));
  }

  /** The same by an index from 0. */
  public long getLong(int index) {
    return at(index) instanceof Long number ? number : primitive(index, Long.class);
  }

  /** A whole number that fits an int. */
  public int getInt(String column) {
    return getInt(columns.place(column));
  }

  /** The same by an index from 0. */
  public int getInt(int index) {
    return at(index) instanceof Integer number ? number : primitive(index, Integer.class);
  }

  /** A number, to the nearest double. */
  public double getDouble(String column) {
    return getDouble(columns.place(column));
  }

  /** The same by an index from 0. */
  public double getDouble(int index) {
    return at(index) instanceof Double number ? number : primitive(index, Double.class);
  }

  /** A boolean; a number is true unless it is 0. */
  public boolean getBoolean(String column) {
    return getBoolean(columns.place(column));
  }

  /** The same by an index from 0. */
  public boolean getBoolean(int index) {
    return primitive(index, Boolean.class);
  }

  /** The value as text, or null. */
  public String getString(String column) {
    return getString(columns.place(column));
  }

  /** The same by an index from 0. */
  public String getString(int index) {
    return get(index, String.class);
  }

  /** A number as it is, or null. */
  public BigDecimal getBigDecimal(String column) {
    return getBigDecimal(columns.place(column));
  }

  /** The same by an index from 0. */
  public BigDecimal getBigDecimal(int index) {
    return get(index, BigDecimal.class);
  }

  /** A copy of the bytes, or null. */
  public byte[] getBytes(String column) {
    return getBytes(columns.place(column));
  }

  /** The same by an index from 0. */
  public byte[] getBytes(int index) {
    return get(index, byte[].class);
  }

  /** A date, or null. */
  public LocalDate getLocalDate(String column) {
    return getLocalDate(columns.place(column));
  }

  /** The same by an index from 0. */
  public LocalDate getLocalDate(int index) {
    return get(index, LocalDate.class);
  }

  /** A date and a time without a zone, or null. */
  public LocalDateTime getLocalDateTime(String column) {
    return getLocalDateTime(columns.place(column));
  }

  /** The same by an index from 0. */
  public LocalDateTime getLocalDateTime(int index) {
    return get(index, LocalDateTime.class);
  }

  /** A moment, of a value that has a zone, or null. */
  public Instant getInstant(String column) {
    return getInstant(columns.place(column));
  }

  /** The same by an index from 0. */
  public Instant getInstant(int index) {
    return get(index, Instant.class);
  }

  private <T> T primitive(int index, Class<T> type) {
    if (at(index) == null) {
      throw new IllegalArgumentException(
          "Column " + columns.name(index) + " is NULL; ask isNull() first, or use get()");
    }
    return type.cast(convert(index, type));
  }

  private Object convert(int index, Class<?> type) {
    Object value = values[index];
    try {
      return RowValues.convert(value, type);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "Column "
              + columns.name(index)
              + " is "
              + shown(value)
              + ", of "
              + value.getClass().getName()
              + ", which is no "
              + type.getSimpleName(),
          e);
    }
  }

  /** The values by name, in the order of the columns; of columns of one name the first. */
  public Map<String, Object> asMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      if (!map.containsKey(columns.name(i))) {
        map.put(columns.name(i), get(i));
      }
    }
    return Collections.unmodifiableMap(map);
  }

  /** Whether the other is a row with the same names and values. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Row row
        && columnNames().equals(row.columnNames())
        && Arrays.deepEquals(values, row.values);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(values);
  }

  /** {@code {id=1, body=hello}}; bytes only by their number. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < values.length; i++) {
      text.append(i == 0 ? "" : ", ").append(columns.name(i)).append('=').append(shown(values[i]));
    }
    return text.append('}').toString();
  }

  private static String shown(Object value) {
    return value instanceof byte[] bytes ? bytes.length + " bytes" : String.valueOf(value);
  }
}
