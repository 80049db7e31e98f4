package dev.bolt.storage;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads values anew before their time is over, on threads of its own. Thread-safe. */
final class Refreshes implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Refreshes.class);
  private static final int THREADS = 2;
  private static final int QUEUE = 1_000;
  private static final int IDLE_SECONDS = 10;

  private final Flights flights;
  private final AtomicInteger numbers = new AtomicInteger();
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(QUEUE),
          this::thread);

  Refreshes(Flights flights) {
    this.flights = flights;
    threads.allowCoreThreadTimeOut(true);
  }

  private Thread thread(Runnable task) {
    Thread thread = new Thread(task, "bolt-refresh-" + numbers.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  /** Begins one, unless the key is being loaded or too many wait; the value is fresh still. */
  void begin(LoadRequest<?> request, Ages ages) {
    if (flights.isUnderWay(request.key())) {
      return;
    }
    try {
      threads.execute(() -> run(request, ages));
    } catch (RejectedExecutionException e) {
      LOG.debug("'{}' is not refreshed: too many wait, or the storage is closed", request.key());
    }
  }

  private void run(LoadRequest<?> request, Ages ages) {
    try {
      flights.refresh(request);
    } catch (Exception e) {
      ages.failed(request.key());
      LOG.debug("'{}' could not be refreshed: {}", request.key(), e.toString());
    }
  }

  /** Those that wait are dropped, and those that run are interrupted. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
