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
 *
 * <p>Entering needs no fence: a cancel that does not see the caller yet might as well have come
 * before it, and once it does see it, what the caller did before is seen too. Leaving has to be one
 * atomic step, since it must find a cancel that is on its way.
 */
final class RunningCall {
  private static final Object CANCELLING = new Object();

  private final AtomicReference<Object> caller = new AtomicReference<>();
  private final ReentrantLock cancelLock = new ReentrantLock();

  void enter(Object next) {
    caller.setRelease(next);
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
