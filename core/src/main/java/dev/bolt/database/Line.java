package dev.bolt.database;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs tasks one after the other, in their order, on threads that others use too: after each task
 * it stands behind what they wait for. Thread-safe.
 */
final class Line implements Executor {
  private final Executor threads;
  private final int limit;
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private boolean busy;

  /**
   * A line.
   *
   * @param limit how many tasks may wait
   */
  Line(Executor threads, int limit) {
    this.threads = threads;
    this.limit = limit;
  }

  @Override
  public synchronized void execute(Runnable task) {
    if (waiting.size() >= limit) {
      throw new RejectedExecutionException();
    }
    if (!busy) {
      threads.execute(this::run);
      busy = true;
    }
    waiting.add(task);
  }

  private void run() {
    do {
      next().run();
    } while (goesOnHere());
  }

  private synchronized Runnable next() {
    return waiting.remove();
  }

  private synchronized boolean goesOnHere() {
    if (waiting.isEmpty()) {
      busy = false;
      return false;
    }
    try {
      threads.execute(this::run);
      return false;
    } catch (RejectedExecutionException e) {
      // Their queue is full, or they end: what was accepted is run all the same.
      return true;
    }
  }
}
