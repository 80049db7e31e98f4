package dev.bolt.engine;

import java.lang.reflect.Field;
import java.util.Map;

/**
 * Loads DuckDB's driver, and opens databases with it, without the flight recorder of the JVM, which
 * the driver makes begin as it is loaded: for an event that tells of connections whose option
 * {@code jdbc_jfr_memory_monitor} names them, and of no others. It takes longer than all else that
 * the first connection does (120 ms of 230 on two shared cores), also in a process that only joins
 * a host.
 *
 * <p>Meanwhile the driver believes that it has done so, and afterwards knows again that it has not.
 * Somebody in this JVM who opens a connection with that option just then, by the driver itself,
 * gets the event from the next connection on. Where the driver's field cannot be had, all is as
 * without this class. Thread-safe.
 */
public final class DuckDbFlightRecorder {

  private static final String OPTION = "jdbc_jfr_memory_monitor";
  private static final String DRIVER = "org.duckdb.DuckDBDriver";
  private static final Field BEGUN = field();

  /** How many are opening files now; guarded by the class of the field, as the field is. */
  private static int opening;

  private DuckDbFlightRecorder() {}

  /** Loads the driver if it is there; {@code DriverManager} loads every driver that it finds. */
  public static void loadDriverAside() {
    try {
      asideFor(Map.of(), () -> Class.forName(DRIVER));
    } catch (ClassNotFoundException | LinkageError e) {
      // Who uses the engine is told; who does not has no need of it.
      return;
    }
  }

  /** What makes the flight recorder begin. */
  interface Opening<T, E extends Exception> {
    T run() throws E;
  }

  /**
   * Opens a database, or does something else of this kind.
   *
   * @param options those of the driver
   */
  static <T, E extends Exception> T asideFor(Map<?, ?> options, Opening<T, E> open) throws E {
    if (BEGUN == null || options.containsKey(OPTION) || !begin()) {
      return open.run();
    }
    try {
      return open.run();
    } finally {
      end();
    }
  }

  private static boolean begin() {
    synchronized (BEGUN.getDeclaringClass()) {
      boolean aside = opening > 0 || !begun();
      if (aside) {
        opening++;
        setBegun(true);
      }
      return aside;
    }
  }

  private static void end() {
    synchronized (BEGUN.getDeclaringClass()) {
      opening--;
      if (opening == 0) {
        setBegun(false);
      }
    }
  }

  private static boolean begun() {
    try {
      return BEGUN.getBoolean(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void setBegun(boolean begun) {
    try {
      BEGUN.setBoolean(null, begun);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Field field() {
    try {
      Class.forName("jdk.jfr.FlightRecorder", false, null);
      Field field = Class.forName("org.duckdb.DuckDBMemoryMonitor").getDeclaredField("initialized");
      field.setAccessible(true);
      return field.getType() == boolean.class ? field : null;
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      // A JVM without flight recorder, another version of the driver, or a module that is closed.
      return null;
    }
  }
}
