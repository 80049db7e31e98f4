package dev.bolt.engine;

import dev.bolt.ErrorCode;
import dev.bolt.os.ProcessInfo;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Waits for SQLite's locks, in slices.
 *
 * <p>SQLite sleeps in C while it waits and cannot be cancelled there. So its own {@code
 * busy_timeout} is {@link #SLICE_MILLIS}, and a call that ends in SQLITE_BUSY, of which SQLite has
 * undone everything, is made again until the time is over. SQLITE_BUSY_SNAPSHOT is no matter of
 * waiting, and left to the caller.
 *
 * <p>Confined to the thread that uses the session.
 */
final class LockWait {

  /** How long SQLite itself waits for a lock. */
  static final int SLICE_MILLIS = 100;

  /** Where SQLite refuses at once, since waiting could be a deadlock, do not try in a busy loop. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final Path file;
  private final BooleanSupplier cancelled;
  private Duration timeout;

  LockWait(Path file, Duration timeout, BooleanSupplier cancelled) {
    this.file = file;
    this.cancelled = cancelled;
    this.timeout = timeout;
  }

  /** How long to wait. */
  Duration timeout() {
    return timeout;
  }

  /** Sets how long to wait from the next call on. */
  void setTimeout(Duration next) {
    timeout = next;
  }

  /** Whether to wait no longer. */
  boolean cancelled() {
    return cancelled.getAsBoolean();
  }

  /**
   * Makes a call, again and again while the file is locked.
   *
   * @param undone asked after SQLITE_BUSY: whether the transaction stands as it did before
   */
  <T> T run(BooleanSupplier undone, EngineCalls.Call<T> call) throws SQLException {
    return run(undone, 0, call);
  }

  /**
   * The same for who has waited already.
   *
   * @param waited for how many nanoseconds
   */
  <T> T run(BooleanSupplier undone, long waited, EngineCalls.Call<T> call) throws SQLException {
    try {
      return call.run();
    } catch (SQLException e) {
      if (!isBusy(e) || !undone.getAsBoolean()) {
        throw e;
      }
      return retry(e, undone, waited, call);
    }
  }

  private <T> T retry(
      SQLException first, BooleanSupplier undone, long waited, EngineCalls.Call<T> call)
      throws SQLException {
    long start = System.nanoTime() - waited;
    long timeoutNanos = timeout.toNanos();
    SQLException busy = first;
    while (!cancelled()) {
      long attempt = System.nanoTime();
      if (attempt - start >= timeoutNanos) {
        throw timedOut(busy);
      }
      try {
        return call.run();
      } catch (SQLException e) {
        if (!isBusy(e) || !undone.getAsBoolean()) {
          throw e;
        }
        busy = e;
      }
      if (System.nanoTime() - attempt < PAUSE_NANOS) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    throw busy;
  }

  /** Whether another connection holds the lock that a call needed. */
  private static boolean isBusy(SQLException failure) {
    return failure instanceof SQLiteException engine
        && (engine.getResultCode().code & 0xFF) == SQLiteErrorCode.SQLITE_BUSY.code
        && !isStale(failure);
  }

  /** Whether a write was refused because the snapshot is not the newest. */
  static boolean isStale(SQLException failure) {
    return failure instanceof SQLiteException engine
        && engine.getResultCode() == SQLiteErrorCode.SQLITE_BUSY_SNAPSHOT;
  }

  /** Says that an open result is why the snapshot is stale. */
  SQLException staleResult(SQLException cause) {
    return ErrorCode.SERIALIZATION_FAILURE.exception(
        "An open result of this session shows an older state of "
            + file
            + ", which another session has changed since. Close the result, or read it to its end,"
            + " before writing",
        cause);
  }

  /** Says that it took too long, and who is in the way. */
  SQLException timedOut(Exception cause) {
    return ErrorCode.LOCK_TIMEOUT.exception(
        file
            + " is locked: "
            + holder()
            + ". Waited "
            + timeout.toMillis()
            + " ms. End that transaction or process, or raise busy_timeout",
        cause);
  }

  private String holder() {
    Set<Long> holders = SqliteWriteLock.holders(file);
    if (holders.isEmpty()) {
      return "another connection holds the lock";
    }
    return holders.stream().map(LockWait::describe).collect(Collectors.joining(" and "))
        + (holders.size() == 1 ? " holds" : " hold")
        + " the write lock";
  }

  private static String describe(long pid) {
    return pid == ProcessHandle.current().pid()
        ? "another session of this process (PID " + pid + ")"
        : ProcessInfo.of(pid).describe();
  }
}
