package dev.bolt.jdbc;

import dev.bolt.engine.EngineSession;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who uses a session now, so that a cancel reaches the caller's own call and no other.
 *
 * <p>{@link #enter} and {@link #leave} belong to the thread that uses the session. A cancel that
 * has found its caller holds {@link #leave} up until the engine was told, so that it cannot hit the
 * call that comes next.
 */
final class RunningCall {
  private static final Object CANCELLING = new Object();

  private final AtomicReference<Object> caller = new AtomicReference<>();
  private final ReentrantLock cancelLock = new ReentrantLock();

  void enter(Object next) {
    caller.set(next);
  }

  void leave(Object last) {
    if (!caller.compareAndSet(last, null)) {
      cancelLock.lock();
      try {
        caller.set(null);
      } finally {
        cancelLock.unlock();
      }
    }
  }

  /** Cancels what a caller runs, if it runs something. */
  void cancel(Object target, EngineSession session) throws SQLException {
    cancelLock.lock();
    try {
      if (caller.compareAndSet(target, CANCELLING)) {
        try {
          session.cancel();
        } finally {
          caller.set(target);
        }
      }
    } finally {
      cancelLock.unlock();
    }
  }
}
