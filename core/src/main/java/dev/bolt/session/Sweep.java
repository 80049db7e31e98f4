package dev.bolt.session;

import dev.bolt.threads.Daemon;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after sessions when a time has come for one of them, on a thread of its own. While there is
 * nothing to come, nothing runs.
 *
 * <p>A look says when the next one is needed. Whoever sets a new time says so by {@link #by}, which
 * is one volatile read where a look is planned before that time anyhow. A look plans the next one
 * only after it has forgotten its own time, and whoever sets a time writes it before he asks for a
 * look: so either the look sees that time, or he sees that none is planned. Thread-safe.
 */
final class Sweep implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
  private static final Duration IDLE = Duration.ofMinutes(1);
  private static final long AFTER_A_FAILURE = TimeUnit.MILLISECONDS.toNanos(100);

  /** No time at all. */
  static final long NEVER = Long.MAX_VALUE;

  private final ScheduledThreadPoolExecutor thread = Daemon.executor("bolt-sessions", IDLE);
  private final LongSupplier clock;
  private final LongSupplier look;
  private volatile long next = NEVER;
  private Future<?> planned;

  /**
   * Nothing is planned yet.
   *
   * @param clock in nanoseconds from zero on, which never go back
   * @param look looks, and returns when to look again, or {@link #NEVER}
   */
  Sweep(LongSupplier clock, LongSupplier look) {
    this.clock = clock;
    this.look = look;
  }

  /** There is something to do at a time. */
  void by(long time) {
    if (time < next) {
      plan(time);
    }
  }

  private synchronized void plan(long time) {
    if (time >= next || thread.isShutdown()) {
      return;
    }
    if (planned != null) {
      planned.cancel(false);
    }
    next = time;
    long pause = Math.max(0, time - clock.getAsLong());
    planned = thread.schedule(this::run, pause, TimeUnit.NANOSECONDS);
  }

  private void run() {
    synchronized (this) {
      next = NEVER;
      planned = null;
    }
    by(lookSafely());
  }

  private long lookSafely() {
    try {
      return look.getAsLong();
    } catch (RuntimeException e) {
      LOG.error("Sessions could not be looked after; they are again in 100 ms", e);
      return clock.getAsLong() + AFTER_A_FAILURE;
    }
  }

  /** Looks no more; does not wait for a look that runs. */
  @Override
  public synchronized void close() {
    thread.shutdown();
    if (planned != null) {
      planned.cancel(false);
    }
  }
}
