package dev.bolt.jdbc;

import dev.bolt.engine.EngineSession;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who uses a session now, so that a cancel reaches the caller's own call and no other.
 *
 * <p>{@link #enter} and {@link #leave} belong to the thread that uses the session. A cancel that
 * has found its caller holds {@link #leave} up until the engine was told, so that it cannot hit the
 * call that comes next.
 *
 * <p>The one who leaves writes {@code caller} and then reads {@code cancelling}; the one who
 * cancels writes {@code cancelling} and then reads {@code caller}. Both are volatile, so at least
 * one sees what the other wrote: either the cancel finds nobody, or the leaving waits for it.
 */
final class RunningCall {
  private final ReentrantLock cancelLock = new ReentrantLock();
  private volatile Object caller;
  private volatile boolean cancelling;

  void enter(Object next) {
    caller = next;
  }

  void leave() {
    caller = null;
    if (cancelling) {
      // Whoever cancels holds the lock until the engine was told.
      cancelLock.lock();
      cancelLock.unlock();
    }
  }

  /** Cancels what a caller runs, if it runs something. */
  void cancel(Object target, EngineSession session) throws SQLException {
    cancelLock.lock();
    try {
      cancelling = true;
      if (caller == target) {
        session.cancel();
      }
    } finally {
      cancelling = false;
      cancelLock.unlock();
    }
  }
}
