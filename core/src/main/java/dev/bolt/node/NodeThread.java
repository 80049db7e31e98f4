package dev.bolt.node;

import dev.bolt.threads.Daemon;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The thread of one node, {@code bolt-node}. It ends when it has had nothing to do for a while, and
 * does not keep the JVM alive.
 */
final class NodeThread {

  private final ScheduledExecutorService executor =
      Daemon.executor("bolt-node", Duration.ofSeconds(10));

  /** Runs a task after those before it; the result waits for it. */
  Runnable run(Runnable task) {
    CompletableFuture<Void> done = CompletableFuture.runAsync(task, executor);
    return done::join;
  }

  /** Runs a task when the thread has had a rest. */
  void runLater(Runnable task, Duration delay) {
    executor.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
  }
}
