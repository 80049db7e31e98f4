package dev.bolt.engine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.duckdb.DuckDBConnection;

/**
 * Calls into DuckDB that its driver has and keeps to its own package. They are looked up by
 * reflection; where that is refused, or with a driver that has them no more, each has a way that
 * does the same with less.
 */
final class DuckDbNative {

  private static final Field LOCK = field("connRefLock", ReentrantLock.class);
  private static final Field REFERENCE = field("connRef", ByteBuffer.class);
  private static final MethodHandle INTERRUPT = method(DuckDBConnection.class, "interrupt");
  private static final MethodHandle SET_AUTO_COMMIT =
      method(nativeClass(), "duckdb_jdbc_set_auto_commit", ByteBuffer.class, boolean.class);
  private static final MethodHandle GET_AUTO_COMMIT =
      method(nativeClass(), "duckdb_jdbc_get_auto_commit", ByteBuffer.class);

  /** A call that needs the connection to stay open meanwhile. */
  private interface Call {
    void run() throws Throwable;
  }

  private DuckDbNative() {}

  /**
   * Interrupts what runs on a connection; harmless when nothing does.
   *
   * <p>The driver's {@link Statement#cancel()} works only while a statement is being executed; a
   * streaming result does most of its work later, when it is fetched.
   *
   * @param running the statement that was started last, or null; it alone is cancelled where the
   *     call cannot be had
   */
  static void interrupt(DuckDBConnection connection, Statement running) throws SQLException {
    if (LOCK == null || INTERRUPT == null) {
      if (running != null) {
        running.cancel();
      }
      return;
    }
    locked(connection, () -> INTERRUPT.invoke(connection));
  }

  /**
   * Has the next statement commit the transaction that is open when it succeeds, and roll it back
   * when it fails. That saves a COMMIT, which the engine plans like any other statement. To prepare
   * a statement also commits, so the next one has to be prepared before.
   *
   * @return false when the call cannot be had: a COMMIT is needed
   */
  static boolean commitWithNext(DuckDBConnection connection) throws SQLException {
    if (LOCK == null || REFERENCE == null || SET_AUTO_COMMIT == null) {
      return false;
    }
    // The transaction was begun by a statement, so the driver itself takes no notice.
    locked(connection, () -> SET_AUTO_COMMIT.invoke((ByteBuffer) REFERENCE.get(connection), true));
    return true;
  }

  /** Whether {@link #keepTransaction} can be had. */
  static boolean keepsTransactions() {
    return LOCK != null && REFERENCE != null && SET_AUTO_COMMIT != null && GET_AUTO_COMMIT != null;
  }

  /**
   * Has the transaction that the engine began for a query go on when its result, which is open, has
   * ended. That saves a BEGIN.
   *
   * @return false when there is no such transaction, as the query was over when its result came
   */
  static boolean keepTransaction(DuckDBConnection connection) throws SQLException {
    AtomicBoolean kept = new AtomicBoolean();
    locked(
        connection,
        () -> {
          ByteBuffer reference = (ByteBuffer) REFERENCE.get(connection);
          SET_AUTO_COMMIT.invoke(reference, false);
          // Without a transaction, the engine makes one for the call itself, whose end undoes it.
          kept.set(!(boolean) GET_AUTO_COMMIT.invoke(reference));
        });
    return kept.get();
  }

  private static void locked(DuckDBConnection connection, Call call) throws SQLException {
    try {
      ReentrantLock lock = (ReentrantLock) LOCK.get(connection);
      lock.lock();
      try {
        call.run();
      } finally {
        lock.unlock();
      }
    } catch (SQLException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new SQLException("A call into the engine's driver failed", e);
    }
  }

  private static Field field(String name, Class<?> type) {
    try {
      Field field = DuckDBConnection.class.getDeclaredField(name);
      field.setAccessible(true);
      return field.getType() == type ? field : null;
    } catch (NoSuchFieldException | RuntimeException e) {
      // Another version of the driver, or a module that is not opened: the other way has to do.
      return null;
    }
  }

  private static Class<?> nativeClass() {
    try {
      return Class.forName("org.duckdb.DuckDBNative");
    } catch (ClassNotFoundException e) {
      // As above.
      return null;
    }
  }

  private static MethodHandle method(Class<?> owner, String name, Class<?>... parameters) {
    if (owner == null) {
      return null;
    }
    try {
      Method method = owner.getDeclaredMethod(name, parameters);
      method.setAccessible(true);
      return MethodHandles.lookup().unreflect(method);
    } catch (ReflectiveOperationException | RuntimeException e) {
      // As above.
      return null;
    }
  }
}
