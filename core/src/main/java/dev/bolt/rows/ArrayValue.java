package dev.bolt.rows;

import dev.bolt.ErrorCode;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;
import java.util.Map;

/**
 * An array as a parameter of a statement. Immutable, as far as its elements are.
 *
 * <p>Results have arrays of their own, {@link ColumnArray}.
 */
public final class ArrayValue implements Array {

  private final String typeName;
  private final Object[] elements;

  /**
   * An array of elements.
   *
   * @param typeName the engine's name of the type of an element
   * @param elements the elements, which are copied; null for none
   */
  public ArrayValue(String typeName, Object[] elements) {
    this.typeName = typeName;
    this.elements = elements == null ? new Object[0] : elements.clone();
  }

  /** The engine's name of the type of an element. */
  public String typeName() {
    return typeName;
  }

  /** A copy of the elements. */
  public Object[] elements() {
    return elements.clone();
  }

  @Override
  public String getBaseTypeName() {
    return typeName;
  }

  /** {@link Types#OTHER}: only the engine knows what its name stands for. */
  @Override
  public int getBaseType() {
    return Types.OTHER;
  }

  @Override
  public Object getArray() {
    return elements();
  }

  @Override
  public Object getArray(Map<String, Class<?>> map) {
    return elements();
  }

  @Override
  public Object getArray(long index, int count) throws SQLException {
    if (index < 1 || count < 0 || index - 1 + count > elements.length) {
      throw ErrorCode.INVALID_ARGUMENT.exception(
          "No elements " + index + " to " + (index - 1 + count) + " in " + elements.length);
    }
    return Arrays.copyOfRange(elements, (int) index - 1, (int) index - 1 + count);
  }

  @Override
  public Object getArray(long index, int count, Map<String, Class<?>> map) throws SQLException {
    return getArray(index, count);
  }

  @Override
  public ResultSet getResultSet() throws SQLException {
    throw ErrorCode.NOT_SUPPORTED.exception(
        "An array that was made for a parameter has no rows; use getArray()");
  }

  @Override
  public ResultSet getResultSet(Map<String, Class<?>> map) throws SQLException {
    return getResultSet();
  }

  @Override
  public ResultSet getResultSet(long index, int count) throws SQLException {
    return getResultSet();
  }

  @Override
  public ResultSet getResultSet(long index, int count, Map<String, Class<?>> map)
      throws SQLException {
    return getResultSet();
  }

  /** Does nothing: the elements are ordinary objects. */
  @Override
  public void free() {}

  @Override
  public boolean equals(Object other) {
    return other instanceof ArrayValue array
        && typeName.equals(array.typeName)
        && Arrays.deepEquals(elements, array.elements);
  }

  @Override
  public int hashCode() {
    return 31 * typeName.hashCode() + Arrays.deepHashCode(elements);
  }

  @Override
  public String toString() {
    return Arrays.deepToString(elements);
  }
}
