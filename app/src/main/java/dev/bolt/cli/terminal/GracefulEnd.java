package dev.bolt.cli.terminal;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a thread clean up when the process is told to end (Ctrl-C, SIGTERM): it is interrupted, and
 * the end waits, for a bounded time, until its work has returned.
 */
public final class GracefulEnd {

  private static final long LONGEST_WAIT_SECONDS = 10;

  private final Thread worker = Thread.currentThread();
  private final CountDownLatch returned = new CountDownLatch(1);

  private GracefulEnd() {}

  /** Does some work in this thread; it must end soon when it is interrupted. */
  public static <T> T during(Callable<T> work) throws Exception {
    GracefulEnd end = new GracefulEnd();
    Thread hook = new Thread(end::run, "bolt-end");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.call();
    } finally {
      end.returned.countDown();
      remove(hook);
    }
  }

  private void run() {
    worker.interrupt();
    try {
      returned.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      // Then the end does not wait any longer.
      Thread.currentThread().interrupt();
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The end has begun and now goes on: there is nothing to remove from any more.
    }
  }
}
