package dev.bolt.election;

import dev.bolt.threads.Daemon;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * The one thread of this JVM that touches the channels of lock files and of files that processes
 * share, and writes records of hosts.
 *
 * <p>An interrupt closes the file channel that a thread is in, and with it the kernel locks. Nobody
 * has a reference to this thread to interrupt it. No task blocks: locks are tried, not waited for.
 * No task waits for another one.
 */
public final class LockThread {

  private static final ExecutorService THREAD =
      Daemon.executor("bolt-locks", Duration.ofSeconds(10));

  private LockThread() {}

  /** Runs a task on the thread and waits for it, whatever interrupts the caller meanwhile. */
  public static <T> T call(Callable<T> task) throws IOException {
    Future<T> future = THREAD.submit(task);
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
      throw new IllegalStateException("A lock file cannot be used", e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
