package dev.bolt.rows;

import dev.bolt.ErrorCode;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;

/** A list or array of a result. Stays valid after the result is closed. */
final class ColumnArray implements Array {

  private final ArrayRows rows;
  private final Column elements;
  private final int start;
  private final Object[] values;

  ColumnArray(ArrayRows rows, Column elements, int start, Object[] values) {
    this.rows = rows;
    this.elements = elements;
    this.start = start;
    this.values = values;
  }

  @Override
  public String getBaseTypeName() {
    return elements.type().name();
  }

  @Override
  public int getBaseType() {
    return elements.type().sqlType();
  }

  @Override
  public Object getArray() {
    return values;
  }

  @Override
  public Object getArray(Map<String, Class<?>> map) {
    return values;
  }

  @Override
  public Object getArray(long index, int count) throws SQLException {
    requireWithin(index, count);
    return Arrays.copyOfRange(values, (int) index - 1, (int) index - 1 + count);
  }

  @Override
  public Object getArray(long index, int count, Map<String, Class<?>> map) throws SQLException {
    return getArray(index, count);
  }

  @Override
  public ResultSet getResultSet() throws SQLException {
    return rows.open(elements, start, values.length);
  }

  @Override
  public ResultSet getResultSet(Map<String, Class<?>> map) throws SQLException {
    return getResultSet();
  }

  @Override
  public ResultSet getResultSet(long index, int count) throws SQLException {
    requireWithin(index, count);
    return rows.open(elements, start + (int) index - 1, count);
  }

  @Override
  public ResultSet getResultSet(long index, int count, Map<String, Class<?>> map)
      throws SQLException {
    return getResultSet(index, count);
  }

  private void requireWithin(long index, int count) throws SQLException {
    if (index < 1 || count < 0 || index - 1 + count > values.length) {
      throw ErrorCode.INVALID_ARGUMENT.exception(
          "The array has the elements 1 to " + values.length + ", not " + count + " from " + index);
    }
  }

  /** Does nothing: the elements are ordinary objects. */
  @Override
  public void free() {}

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}
