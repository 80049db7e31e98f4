package dev.bolt.election;

import dev.bolt.threads.Daemon;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;

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
    return Daemon.call(THREAD, task);
  }
}
