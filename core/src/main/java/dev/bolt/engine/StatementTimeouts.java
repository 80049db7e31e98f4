package dev.bolt.engine;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Cancels statements when their time is over, on one daemon thread of this JVM, {@code
 * bolt-timeout}, which ends when it has had nothing to do for a while. Thread-safe.
 */
final class StatementTimeouts {
  private static final ScheduledThreadPoolExecutor TIMER = timer();

  private StatementTimeouts() {}

  /**
   * Cancels a call unless it is over in time.
   *
   * @return what to give to {@link #disarm}, or null where no timeout is asked for
   */
  static Future<?> arm(Duration timeout, InterruptGate gate, long call) {
    if (timeout == null) {
      return null;
    }
    return TIMER.schedule(() -> gate.cancel(call), timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Forgets a timeout whose call is over. */
  static void disarm(Future<?> timeout) {
    if (timeout != null) {
      timeout.cancel(false);
    }
  }

  private static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "bolt-timeout");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    timer.setKeepAliveTime(30, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
    return timer;
  }
}
