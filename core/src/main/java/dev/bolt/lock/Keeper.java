package dev.bolt.lock;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after what is held: tells the listener what is lost, and asks it what to let go.
 *
 * <p>The thread {@code bolt-lock-keeper} starts with the first lock, looks every 25 ms while
 * anything is held, and sleeps when nothing has been for a second.
 */
final class Keeper implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(25);
  private static final int IDLE_PAUSES = 40;

  private final LocalLocks locks;
  private final LockListener listener;
  private volatile Thread thread;
  private volatile boolean asleep;
  private volatile boolean closed;
  private boolean complained;

  Keeper(LocalLocks locks, LockListener listener) {
    this.locks = locks;
    this.listener = listener;
  }

  /** Makes sure that it looks. */
  void wake() {
    if (thread == null) {
      start();
    } else if (asleep) {
      LockSupport.unpark(thread);
    }
  }

  private synchronized void start() {
    if (thread == null && !closed) {
      Thread starting = new Thread(this::run, "bolt-lock-keeper");
      starting.setDaemon(true);
      thread = starting;
      starting.start();
    }
  }

  private void run() {
    int idle = 0;
    while (!closed) {
      look();
      idle = locks.isIdle() ? idle + 1 : 0;
      if (idle < IDLE_PAUSES) {
        LockSupport.parkNanos(this, PAUSE);
        continue;
      }
      asleep = true;
      while (locks.isIdle() && !closed) {
        LockSupport.park(this);
      }
      asleep = false;
      idle = 0;
    }
  }

  private void look() {
    try {
      for (Held asked : locks.keep()) {
        locks.answer(asked, letsGo(asked));
      }
      complained = false;
    } catch (SQLException | IOException e) {
      if (!complained && !closed) {
        LOG.warn(
            "The locks of {} cannot be looked after: {}", locks.table().folder(), e.getMessage());
      }
      complained = true;
    }
    for (Held lost = locks.nextLoss(); lost != null; lost = locks.nextLoss()) {
      tell(lost);
    }
  }

  private boolean letsGo(Held held) {
    try {
      return listener.letsGo(held.name().toString(), held.token());
    } catch (RuntimeException e) {
      LOG.warn("A listener of locks has failed", e);
      return false;
    }
  }

  private void tell(Held lost) {
    try {
      listener.lost(lost.name().toString(), lost.token(), lost.loss());
    } catch (RuntimeException e) {
      LOG.warn("A listener of locks has failed", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
