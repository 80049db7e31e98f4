package dev.bolt.rows;

import java.sql.Struct;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A structure of a result. Stays valid after the result is closed. */
final class ColumnStruct implements Struct {

  private final String typeName;
  private final List<String> names;
  private final Object[] attributes;

  ColumnStruct(String typeName, List<String> names, Object[] attributes) {
    this.typeName = typeName;
    this.names = names;
    this.attributes = attributes;
  }

  @Override
  public String getSQLTypeName() {
    return typeName;
  }

  @Override
  public Object[] getAttributes() {
    return attributes;
  }

  @Override
  public Object[] getAttributes(Map<String, Class<?>> map) {
    return attributes;
  }

  /** The attributes by their names. */
  @Override
  public String toString() {
    Map<String, Object> named = new LinkedHashMap<>();
    for (int i = 0; i < attributes.length; i++) {
      named.put(names.get(i), attributes[i]);
    }
    return named.toString();
  }
}
