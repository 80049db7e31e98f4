package dev.bolt.threads;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
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

  /**
   * Runs a task on such a thread and waits for it, whatever interrupts the caller meanwhile: an
   * interrupt would close the channel that the task is in.
   *
   * @throws IOException when the task does
   * @throws IllegalStateException when the task fails in another way
   */
  public static <T> T call(ExecutorService thread, Callable<T> task) throws IOException {
    Future<T> future = thread.submit(task);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException("A file cannot be used", e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
