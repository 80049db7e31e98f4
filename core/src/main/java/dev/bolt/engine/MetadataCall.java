package dev.bolt.engine;

import java.util.List;

/**
 * A call of {@link java.sql.DatabaseMetaData}, to be answered by the engine's own driver.
 *
 * @param method the name of a method of that interface
 * @param parameterTypes the simple names of its parameter types, which tell overloads apart
 * @param arguments its arguments: null, String, Integer, Boolean, String[] or int[]
 */
public record MetadataCall(String method, List<String> parameterTypes, Object[] arguments) {
  public MetadataCall {
    parameterTypes = List.copyOf(parameterTypes);
  }
}
