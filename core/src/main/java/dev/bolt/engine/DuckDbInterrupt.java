package dev.bolt.engine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.ReentrantLock;
import org.duckdb.DuckDBConnection;

/**
 * Interrupts a DuckDB connection, whatever it is doing.
 *
 * <p>The driver's {@link Statement#cancel()} works only while a statement is being executed; a
 * streaming result does most of its work later, when it is fetched. The driver has the call that
 * reaches both but keeps it to its own package, so it is looked up by reflection; where that is
 * refused, {@code cancel()} has to do.
 */
final class DuckDbInterrupt {

  private static final Field CONNECTION_LOCK = connectionLock();
  private static final MethodHandle INTERRUPT = interrupt();

  private DuckDbInterrupt() {}

  /**
   * Interrupts what runs on a connection; harmless when nothing does.
   *
   * @param running the statement that was started last, or null
   */
  static void interrupt(DuckDBConnection connection, Statement running) throws SQLException {
    if (CONNECTION_LOCK == null || INTERRUPT == null) {
      if (running != null) {
        running.cancel();
      }
      return;
    }
    try {
      ReentrantLock lock = (ReentrantLock) CONNECTION_LOCK.get(connection);
      lock.lock();
      try {
        INTERRUPT.invoke(connection);
      } finally {
        lock.unlock();
      }
    } catch (SQLException e) {
      throw e;
    } catch (Throwable e) {
      throw new SQLException("The engine could not be interrupted", e);
    }
  }

  private static Field connectionLock() {
    try {
      Field lock = DuckDBConnection.class.getDeclaredField("connRefLock");
      lock.setAccessible(true);
      return lock.getType() == ReentrantLock.class ? lock : null;
    } catch (NoSuchFieldException | RuntimeException e) {
      // Another version of the driver, or a module that is not opened: cancel() has to do.
      return null;
    }
  }

  private static MethodHandle interrupt() {
    try {
      Method interrupt = DuckDBConnection.class.getDeclaredMethod("interrupt");
      interrupt.setAccessible(true);
      return MethodHandles.lookup().unreflect(interrupt);
    } catch (ReflectiveOperationException | RuntimeException e) {
      // As above.
      return null;
    }
  }
}
