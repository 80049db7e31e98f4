package dev.bolt.rows;

import java.sql.Struct;
import java.util.Arrays;
import java.util.Map;

/**
 * A structure as a parameter of a statement. Immutable, as far as its attributes are.
 *
 * <p>Results have structures of their own, {@link ColumnStruct}.
 */
public final class StructValue implements Struct {

  private final String typeName;
  private final Object[] attributes;

  /**
   * A structure of attributes.
   *
   * @param typeName the engine's name of the structure's type
   * @param attributes the attributes, which are copied; null for none
   */
  public StructValue(String typeName, Object[] attributes) {
    this.typeName = typeName;
    this.attributes = attributes == null ? new Object[0] : attributes.clone();
  }

  /** The engine's name of the structure's type. */
  public String typeName() {
    return typeName;
  }

  /** A copy of the attributes. */
  public Object[] attributes() {
    return attributes.clone();
  }

  @Override
  public String getSQLTypeName() {
    return typeName;
  }

  @Override
  public Object[] getAttributes() {
    return attributes();
  }

  @Override
  public Object[] getAttributes(Map<String, Class<?>> map) {
    return attributes();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StructValue struct
        && typeName.equals(struct.typeName)
        && Arrays.deepEquals(attributes, struct.attributes);
  }

  @Override
  public int hashCode() {
    return 31 * typeName.hashCode() + Arrays.deepHashCode(attributes);
  }

  @Override
  public String toString() {
    return Arrays.deepToString(attributes);
  }
}
