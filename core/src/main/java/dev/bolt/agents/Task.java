package dev.bolt.agents;

import java.util.concurrent.CompletableFuture;

/**
 * A task on its way. However its future is completed before it is done, it is cancelled.
 * Thread-safe.
 *
 * @param <T> what comes out
 */
final class Task<T> {
  private final AgentTask<T> work;
  private final CompletableFuture<T> future = new CompletableFuture<>();

  /** Guarded by this; null while no agent is at it. */
  private Thread runner;

  Task(AgentTask<T> work) {
    this.work = work;
    future.whenComplete((result, failure) -> interrupt());
  }

  CompletableFuture<T> future() {
    return future;
  }

  /** Runs it on this thread, unless it is cancelled already; whether that went well. */
  boolean run(Agent agent) {
    if (!begin()) {
      return false;
    }
    T result = null;
    Throwable failure = null;
    try {
      result = work.run(agent);
    } catch (Throwable e) {
      failure = e;
    }
    end();
    agent.closeSessions();
    return failure == null ? future.complete(result) : fail(failure);
  }

  private boolean fail(Throwable failure) {
    future.completeExceptionally(failure);
    return false;
  }

  private synchronized boolean begin() {
    if (future.isDone()) {
      return false;
    }
    runner = Thread.currentThread();
    return true;
  }

  // The next task of this thread must not see the interrupt that was meant for this one.
  private synchronized void end() {
    runner = null;
    Thread.interrupted();
  }

  private synchronized void interrupt() {
    if (runner != null) {
      runner.interrupt();
    }
  }

  void cancel() {
    future.cancel(true);
  }
}
