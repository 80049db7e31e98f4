package dev.bolt.engine;

import dev.bolt.ErrorCode;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Fields of DuckDB's driver that it keeps to itself: the vectors that a result set is about to
 * walk. Its public getters give the same values one by one, at several times the cost.
 */
final class DriverField {

  private static final List<String> MISSING = new CopyOnWriteArrayList<>();

  private DriverField() {}

  /** A field of a class of the driver, or null where this version of it has none. */
  static VarHandle of(String className, String field) {
    try {
      Class<?> owner = Class.forName("org.duckdb." + className);
      Field found = owner.getDeclaredField(field);
      return MethodHandles.privateLookupIn(owner, MethodHandles.lookup()).unreflectVarHandle(found);
    } catch (ReflectiveOperationException e) {
      // Told to the user by whoever needs it: see requireFound().
      MISSING.add(className + "." + field);
      return null;
    }
  }

  /** Refuses a driver in which a field was not found. */
  static void requireFound() throws SQLException {
    if (!MISSING.isEmpty()) {
      throw ErrorCode.MISMATCH.exception(
          "This version of duckdb_jdbc is not known to Bolt: it lacks "
              + MISSING
              + ", or its module is not open. Use duckdb_jdbc 2.0.x");
    }
  }
}
