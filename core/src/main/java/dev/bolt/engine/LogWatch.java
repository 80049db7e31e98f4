package dev.bolt.engine;

import dev.bolt.threads.Daemon;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Has a database's log looked at after somebody wrote: soon but not at once, by one thread, {@code
 * bolt-checkpoint}, and never while nobody writes.
 *
 * <p>Thread-safe.
 */
final class LogWatch {

  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final long CLOSE_SECONDS = 10;

  private final BooleanSupplier look;
  private final ScheduledThreadPoolExecutor thread =
      Daemon.executor("bolt-checkpoint", Duration.ofSeconds(10));
  private final AtomicBoolean due = new AtomicBoolean();
  private volatile boolean left;

  /**
   * A watch that begins with the first write.
   *
   * @param look looks at the log, on the thread of the watch, and says whether to look again
   *     without another write
   */
  LogWatch(BooleanSupplier look) {
    this.look = look;
    // What is committed while this closes is written into the file by the engine as it closes.
    thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
  }

  /** The user decides what becomes of the log: from now on it is not looked at. */
  void leaveToUser() {
    left = true;
  }

  /** Something was committed. */
  void wrote() {
    if (!left && !due.get() && due.compareAndSet(false, true)) {
      thread.schedule(this::run, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void run() {
    due.set(false);
    if (!left && look.getAsBoolean()) {
      wrote();
    }
  }

  /**
   * Looks no more.
   *
   * @return whether the last look has ended
   */
  boolean close() {
    thread.shutdownNow();
    try {
      return thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
