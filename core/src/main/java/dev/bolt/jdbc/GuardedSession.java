package dev.bolt.jdbc;

import dev.bolt.EngineKind;
import dev.bolt.ErrorCode;
import dev.bolt.engine.Cursor;
import dev.bolt.engine.EngineSession;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The session of one connection, with the lock that lets one thread use it at a time.
 *
 * <p>Thread-safe: threads that use the session wait for each other; {@link #cancel} and {@link
 * #abort} do not wait. The lock is reentrant, so that a statement can hold it for all it does.
 */
final class GuardedSession {
  /** A use of the session that returns something. */
  interface Use<T> {
    T in(EngineSession session) throws SQLException;
  }

  /** A use of the session that returns nothing. */
  interface Action {
    void in(EngineSession session) throws SQLException;
  }

  private final EngineSession session;
  private final ReentrantLock lock = new ReentrantLock();
  private final RunningCall running = new RunningCall();
  // How many uses the thread that holds the lock is in.
  private int depth;
  private volatile boolean closed;

  GuardedSession(EngineSession session) {
    this.session = session;
  }

  EngineKind engine() {
    return session.engine();
  }

  boolean isClosed() {
    return closed;
  }

  void requireOpen() throws SQLException {
    if (closed) {
      throw over();
    }
  }

  private static SQLException over() {
    return ErrorCode.CLOSED.exception("The connection is closed");
  }

  /** Uses the session on behalf of nobody that could be cancelled. */
  <T> T call(Use<T> use) throws SQLException {
    return call(null, use);
  }

  /**
   * Uses the session.
   *
   * @param caller who may {@link #cancel} it; within another use, that one's caller counts
   */
  <T> T call(Object caller, Use<T> use) throws SQLException {
    EngineSession used = enter(caller);
    try {
      return use.in(used);
    } finally {
      leave(caller);
    }
  }

  /**
   * Begins a use of the session, which {@link #leave} ends in any case. The same as {@link
   * #call(Object, Use)} for what is done so often that it counts: a statement, the next row.
   *
   * @param caller as for {@link #call(Object, Use)}
   */
  EngineSession enter(Object caller) throws SQLException {
    lock.lock();
    if (closed) {
      lock.unlock();
      throw over();
    }
    depth++;
    if (isMarked(caller)) {
      running.enter(caller);
    }
    return session;
  }

  /** Ends the use that this thread began with the same caller. */
  void leave(Object caller) {
    if (isMarked(caller)) {
      running.leave();
    }
    depth--;
    lock.unlock();
  }

  /** Whether the use that this thread is in is its outermost, and of somebody who may cancel. */
  private boolean isMarked(Object caller) {
    return caller != null && depth == 1;
  }

  /** The same as {@link #call(Use)} for what returns nothing. */
  void run(Action action) throws SQLException {
    run(null, action);
  }

  /** The same as {@link #call(Object, Use)} for what returns nothing. */
  void run(Object caller, Action action) throws SQLException {
    call(
        caller,
        used -> {
          action.in(used);
          return null;
        });
  }

  /** Runs it unless the session is closed, which has ended whatever it would end. */
  void runIfOpen(Action action) throws SQLException {
    lock.lock();
    try {
      if (!closed) {
        action.in(session);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Closes a result, unless the session is closed, which has ended it. */
  void close(Cursor cursor) throws SQLException {
    lock.lock();
    try {
      if (!closed) {
        cursor.close();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Cancels what a caller runs; does nothing when it runs nothing. */
  void cancel(Object caller) throws SQLException {
    if (!closed) {
      running.cancel(caller, session);
    }
  }

  /** Whether the session is free and answers within a time; zero stands for no limit. */
  boolean isValid(Duration timeout) {
    long start = System.nanoTime();
    try {
      if (closed || !acquire(timeout)) {
        return false;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    try {
      Duration rest = timeout.minusNanos(System.nanoTime() - start);
      return !closed && session.isValid(timeout.isZero() ? timeout : rest);
    } finally {
      lock.unlock();
    }
  }

  private boolean acquire(Duration timeout) throws InterruptedException {
    if (timeout.isZero()) {
      lock.lockInterruptibly();
      return true;
    }
    return lock.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Waits for what runs, does the last things and ends the session. Idempotent. */
  void close(Action before) throws SQLException {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      try {
        before.in(session);
      } finally {
        closed = true;
        session.close();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Refuses all further use at once and cancels what runs.
   *
   * @return whether the session was open, so that the caller has to {@link #end} it
   */
  boolean abort() throws SQLException {
    boolean wasOpen = !closed;
    closed = true;
    if (wasOpen) {
      session.cancel();
    }
    return wasOpen;
  }

  /** Ends an aborted session, once the thread that uses it has left. */
  void end() throws SQLException {
    lock.lock();
    try {
      session.close();
    } finally {
      lock.unlock();
    }
  }
}
