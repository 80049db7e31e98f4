package dev.bolt.engine;

import dev.bolt.threads.Daemon;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Cancels statements, when their time is over or somebody asks for it, on one daemon thread of this
 * JVM, {@code bolt-timeout}, which ends when it has had nothing to do for a while. Thread-safe.
 */
final class StatementTimeouts {
  private static final long REPEAT_MILLIS = 10;
  private static final ScheduledExecutorService TIMER =
      Daemon.executor("bolt-timeout", Duration.ofSeconds(30));

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
    return TIMER.schedule(() -> cancel(gate, call), timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Cancels the call that runs, if one does, and sees to it that it ends. */
  static void cancel(InterruptGate gate) {
    cancel(gate, 0);
  }

  private static void cancel(InterruptGate gate, long call) {
    long cancelled = gate.cancel(call);
    if (cancelled != 0) {
      repeat(gate, cancelled);
    }
  }

  private static void repeat(InterruptGate gate, long call) {
    Runnable again =
        () -> {
          if (gate.repeat(call)) {
            repeat(gate, call);
          }
        };
    TIMER.schedule(again, REPEAT_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Forgets a timeout whose call is over. */
  static void disarm(Future<?> timeout) {
    if (timeout != null) {
      timeout.cancel(false);
    }
  }
}
