package dev.bolt.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Array;
import java.sql.Blob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Struct;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.duckdb.DuckDBArray;

/**
 * What a getter did: a value, in a form that can be compared, or an exception.
 *
 * @param value what it returned, as plain lists
 * @param wasNull what the result set said afterwards
 * @param error what it threw, or null
 */
record Outcome(Object value, boolean wasNull, Exception error) {

  static Outcome of(ResultSet result, int column, Getters.Getter getter) {
    try {
      Object value = comparable(getter.get(result, column));
      return new Outcome(value, result.wasNull(), null);
    } catch (SQLException | RuntimeException e) {
      return new Outcome(null, false, e);
    }
  }

  /** Whether another getter did the same, or refused in the way a driver should. */
  boolean agreesWith(Outcome plain) {
    if (plain.error != null) {
      return error instanceof SQLException;
    }
    return error == null && wasNull == plain.wasNull && Objects.equals(value, plain.value);
  }

  private static Object comparable(Object value) throws SQLException {
    if (value instanceof Array array) {
      return List.of(
          "Array",
          array.getBaseType(),
          array.getBaseTypeName(),
          comparable(array.getArray()),
          printed(array, array.getArray()),
          elements(array));
    }
    if (value instanceof Struct struct) {
      return List.of(
          "Struct",
          struct.getSQLTypeName(),
          comparable(struct.getAttributes()),
          printed(struct, struct.getAttributes()));
    }
    if (value instanceof Blob blob) {
      return List.of("Blob", comparable(blob.getBytes(1, (int) blob.length())));
    }
    if (value instanceof byte[] bytes) {
      return Arrays.toString(bytes);
    }
    if (value instanceof Object[] objects) {
      List<Object> list = new ArrayList<>();
      for (Object object : objects) {
        list.add(comparable(object));
      }
      return list;
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> comparable = new LinkedHashMap<>();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        comparable.put(comparable(entry.getKey()), comparable(entry.getValue()));
      }
      return List.of(value.getClass(), comparable.toString());
    }
    return value == null ? "null" : List.of(value.getClass(), value);
  }

  /** The driver's blobs print as their class does; Bolt's as the engine prints them. */
  private static String printed(Object value, Object contents) throws SQLException {
    return comparable(contents).toString().contains("[Blob") ? "blobs" : value.toString();
  }

  /**
   * The elements as the array's rows tell them. Not asked of the driver: where the array is within
   * a VARIANT its rows are in memory that is freed.
   */
  private static Object elements(Array array) throws SQLException {
    if (array instanceof DuckDBArray) {
      return comparable(array.getArray());
    }
    List<Object> values = new ArrayList<>();
    try (ResultSet result = array.getResultSet()) {
      while (result.next()) {
        values.add(comparable(result.getObject("value")));
        assertThat(result.getInt("index")).isEqualTo(values.size());
      }
    }
    return values;
  }

  @Override
  public String toString() {
    return error != null ? error.toString() : value + (wasNull ? " (was null)" : "");
  }
}
