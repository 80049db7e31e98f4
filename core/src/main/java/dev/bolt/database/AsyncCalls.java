package dev.bolt.database;

import dev.bolt.ErrorCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs calls on threads of its own: as many as there are connections, since more could only wait.
 * Thread-safe.
 *
 * <p>Not on virtual threads: the engines run in native code, which keeps the carrier thread, so
 * that as many long queries as there are processors would stop every other virtual thread of the
 * program (see docs/decisions/013).
 */
final class AsyncCalls {
  private static final Duration IDLE = Duration.ofSeconds(10);

  /**
   * A call.
   *
   * @param <T> what it returns
   */
  interface Call<T> {
    /** Runs it. */
    T run(Cancellation cancellation) throws Exception;
  }

  private final String name;
  private final int queue;
  private final ThreadPoolExecutor threads;
  private final Executor executor;

  /**
   * For a database.
   *
   * @param name what messages call it
   * @param width how many calls run at once
   * @param queue how many may wait
   */
  AsyncCalls(String name, int width, int queue) {
    this(name, queue, threads(width, queue));
  }

  private AsyncCalls(String name, int queue, ThreadPoolExecutor threads) {
    this(name, queue, threads, threads);
  }

  private AsyncCalls(String name, int queue, ThreadPoolExecutor threads, Executor executor) {
    this.name = name;
    this.queue = queue;
    this.threads = threads;
    this.executor = executor;
  }

  private static ThreadPoolExecutor threads(int width, int queue) {
    AtomicInteger numbers = new AtomicInteger();
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            width,
            width,
            IDLE.toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(queue),
            task -> {
              Thread thread = new Thread(task, "bolt-async-" + numbers.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  /**
   * Calls on the same threads that run one after the other, in their order.
   *
   * @param whose what messages call them
   */
  AsyncCalls inOrder(String whose) {
    return new AsyncCalls(whose, queue, threads, new Line(threads, queue));
  }

  /**
   * Starts a call. However the future is completed before the call is, the call is cancelled.
   *
   * @return fails with SQLState 53300 when too many wait, 08003 when the database is closed
   */
  <T> CompletableFuture<T> start(Call<T> call) {
    Cancellation cancellation = new Cancellation();
    CompletableFuture<T> future = new CompletableFuture<>();
    try {
      executor.execute(() -> complete(future, call, cancellation));
    } catch (RejectedExecutionException e) {
      future.completeExceptionally(refused());
      return future;
    }
    future.whenComplete((result, failure) -> cancellation.cancel());
    return future;
  }

  private static <T> void complete(
      CompletableFuture<T> future, Call<T> call, Cancellation cancellation) {
    if (future.isDone()) {
      return;
    }
    try {
      future.complete(call.run(cancellation));
    } catch (Throwable e) {
      future.completeExceptionally(e);
    }
  }

  private Exception refused() {
    return threads.isShutdown()
        ? ErrorCode.CLOSED.exception("The database " + name + " is closed")
        : ErrorCode.POOL_EXHAUSTED.exception(
            queue
                + " asynchronous calls of "
                + name
                + " wait for a thread, and no more may. Start fewer at once, or raise asyncQueue or"
                + " maxConnections");
  }

  /** Starts no more calls; those that wait are begun, and find the database closed. */
  void end() {
    threads.shutdown();
  }
}
