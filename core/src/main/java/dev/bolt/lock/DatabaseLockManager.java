package dev.bolt.lock;

import dev.bolt.DatabaseId;
import dev.bolt.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The locks of a database, which threads of all processes on this machine take: on the database as
 * a whole, or on any name.
 *
 * <p>A lock is exclusive or shared. Who comes first is served first. It belongs to an {@linkplain
 * LockOwner owner}, by default the current thread, who may acquire it again. It ends when it is
 * closed, when the manager is closed, and when the process ends, however that ends; never by time.
 * Each lock has a {@linkplain DatabaseLock#fencingToken token} that is larger than all before.
 *
 * <p>Owners of two managers are different ones. Nothing but the folder beside the database is used:
 * the database need not exist, and is not opened. Up to 256 managers may be open, and 2,048 owners
 * hold or await something. Thread-safe. {@code docs/locks.md} has more.
 */
public final class DatabaseLockManager implements AutoCloseable {

  /** The name of the lock on the database as a whole. */
  public static final String DATABASE = "bolt:database";

  private static final String RESERVED = "bolt:";

  private final LocalLocks locks;
  private final Keeper keeper;

  private DatabaseLockManager(LocalLocks locks, LockListener listener) {
    this.locks = locks;
    this.keeper = new Keeper(locks, listener);
    DeadlockWatch.ofProcess().add(locks);
  }

  /**
   * Opens the locks of a database.
   *
   * @param database its file, which need not exist; its folder has to
   * @throws SQLException with SQLState 08001 when the folder beside it cannot be used, 28000 when
   *     it belongs to another user, 08004 when processes with another version of Bolt use it, 53400
   *     when 256 managers have it open
   */
  public static DatabaseLockManager open(Path database) throws SQLException {
    return open(database, LockListener.NONE);
  }

  /**
   * The same, with somebody who is told when locks are lost, and asked whether to let them go.
   *
   * @param listener called on a thread of Bolt
   */
  public static DatabaseLockManager open(Path database, LockListener listener) throws SQLException {
    if (database == null || listener == null) {
      throw Refusals.missing("the path of a database and a listener");
    }
    try {
      return new DatabaseLockManager(
          LocalLocks.open(LockFolder.beside(DatabaseId.of(database))), listener);
    } catch (IOException e) {
      throw ErrorCode.CANNOT_OPEN.exception(
          "The locks of " + database + " cannot be used: its folder does not exist", e);
    }
  }

  /**
   * Acquires a lock for the current thread.
   *
   * @param name 1 to 255 bytes of UTF-8, not beginning with {@code bolt:} but for {@link #DATABASE}
   * @param timeout how long to wait; zero or more
   * @throws SQLException with SQLState 55P03 when the time is over, and it says who holds the lock;
   *     40P01 when owners wait for each other and this one was chosen to give up; 55000 when the
   *     owner holds it shared and wants it exclusive; 22023 for a wrong argument; 53400 when the
   *     table is full; 08003 when the manager is closed
   * @throws InterruptedException when the thread is interrupted while it waits
   */
  public DatabaseLock acquire(String name, LockMode mode, Duration timeout)
      throws SQLException, InterruptedException {
    return acquire(LockOwner.currentThread(), name, mode, timeout);
  }

  /** The same for another owner than the current thread. */
  public DatabaseLock acquire(LockOwner owner, String name, LockMode mode, Duration timeout)
      throws SQLException, InterruptedException {
    if (timeout == null) {
      throw Refusals.missing("a timeout");
    }
    if (timeout.isNegative()) {
      throw Refusals.negative(timeout);
    }
    Wait wait = wait(owner, name, mode);
    Held held = locks.begin(wait);
    if (held == null) {
      Waiting waiting = new Waiting(locks, wait, timeout);
      held = timeout.isZero() ? waiting.tryOrRefuse() : waiting.run();
    }
    return given(held, mode);
  }

  /** Acquires a lock for the current thread if nobody is in the way, holding or waiting. */
  public Optional<DatabaseLock> tryAcquire(String name, LockMode mode) throws SQLException {
    return tryAcquire(LockOwner.currentThread(), name, mode);
  }

  /** The same for another owner than the current thread. */
  public Optional<DatabaseLock> tryAcquire(LockOwner owner, String name, LockMode mode)
      throws SQLException {
    Wait wait = wait(owner, name, mode);
    Held held = locks.begin(wait);
    if (held == null) {
      held = new Waiting(locks, wait, Duration.ZERO).tryOnce();
    }
    return held == null ? Optional.empty() : Optional.of(given(held, mode));
  }

  private static Wait wait(LockOwner owner, String name, LockMode mode) throws SQLException {
    if (owner == null || mode == null) {
      throw Refusals.missing("an owner and a mode");
    }
    return new Wait(lockName(name), mode, owner);
  }

  private static LockName lockName(String name) throws SQLException {
    if (name != null && name.startsWith(RESERVED) && !name.equals(DATABASE)) {
      throw Refusals.reserved(name);
    }
    return LockName.of(LockName.Kind.LOCK, name);
  }

  private DatabaseLock given(Held held, LockMode mode) {
    keeper.wake();
    return new DatabaseLock(locks, held, mode);
  }

  /** Who holds and who awaits what, in all processes. */
  public LockInfo lockInfo() throws SQLException {
    return locks.table().run(queues -> new Snapshot(queues.table()).info());
  }

  /** Whether a token is that of somebody who holds the lock now. */
  public boolean isCurrent(String name, long fencingToken) throws SQLException {
    LockName lock = lockName(name);
    locks.table().look(0);
    return locks
        .table()
        .run(
            queues ->
                queues.holders(lock).stream()
                    .anyMatch(e -> queues.table().token(e) == fencingToken));
  }

  /**
   * Refuses a token that is not that of somebody who holds the lock now.
   *
   * @throws SQLException with SQLState 55000
   */
  public void requireCurrent(String name, long fencingToken) throws SQLException {
    if (!isCurrent(name, fencingToken)) {
      throw locks.table().refusals().stale(name, fencingToken);
    }
  }

  /** As {@link #forceUnlock(String, Force)}: removes dead holders, and asks living ones. */
  public List<UnlockAnswer> forceUnlock(String name) throws SQLException, InterruptedException {
    return forceUnlock(name, Force.ASK);
  }

  /**
   * Has a lock freed from its holders.
   *
   * @param force what to do to a holder who lives
   * @return what became of each; empty when nobody held it
   */
  public List<UnlockAnswer> forceUnlock(String name, Force force)
      throws SQLException, InterruptedException {
    if (force == null) {
      throw Refusals.missing("a force");
    }
    return new ForcedUnlock(locks, lockName(name), force).run();
  }

  /** Releases all locks of this manager; those who wait for one are told. Idempotent. */
  @Override
  public void close() throws SQLException {
    DeadlockWatch.ofProcess().remove(locks);
    try {
      locks.close();
    } catch (IOException e) {
      throw ErrorCode.IO.exception("The lock manager could not be closed: " + e.getMessage(), e);
    } finally {
      keeper.close();
    }
  }
}
