package dev.bolt.threads;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A single thread that works off tasks in order: named, not keeping the JVM alive, and gone when it
 * has had nothing to do for a while.
 */
public final class Daemon {

  private Daemon() {}

  /**
   * Such a thread, which starts with its first task. A task that is cancelled is forgotten.
   *
   * @param name the name of the thread
   * @param idle after how long without work it ends; the next task starts another
   */
  public static ScheduledThreadPoolExecutor executor(String name, Duration idle) {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    executor.setKeepAliveTime(idle.toMillis(), TimeUnit.MILLISECONDS);
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }
}
