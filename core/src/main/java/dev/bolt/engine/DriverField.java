package dev.bolt.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;

/**
 * Fields of DuckDB's driver that it keeps to itself: the vectors that a result set is about to
 * walk. Its public getters give the same values one by one, at several times the cost.
 */
final class DriverField {

  private DriverField() {}

  /**
   * A field of a class of the driver.
   *
   * @throws IllegalStateException where this version of the driver does not have it
   */
  static VarHandle of(String className, String field) {
    try {
      Class<?> owner = Class.forName("org.duckdb." + className);
      Field found = owner.getDeclaredField(field);
      return MethodHandles.privateLookupIn(owner, MethodHandles.lookup()).unreflectVarHandle(found);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "This version of duckdb_jdbc is not known to Bolt: it has no "
              + className
              + "."
              + field
              + ". Use duckdb_jdbc 2.0.x",
          e);
    }
  }
}
