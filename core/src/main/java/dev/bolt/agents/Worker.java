package dev.bolt.agents;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** The thread of an agent, which takes tasks one after the other. Thread-safe. */
final class Worker implements Runnable {
  private static final long IDLE = -1;

  /** After which a worker ends; it hands this on to the next one. */
  static final Task<?> END = new Task<>(agent -> null);

  private final int number;
  private final BlockingQueue<Task<?>> tasks;
  private final Databases databases;
  private final LongSupplier nanoClock;
  private final Thread thread;
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private volatile Task<?> current;
  private volatile long since = IDLE;

  Worker(int number, BlockingQueue<Task<?>> tasks, Databases databases, LongSupplier nanoClock) {
    this.number = number;
    this.tasks = tasks;
    this.databases = databases;
    this.nanoClock = nanoClock;
    this.thread = new Thread(this, "bolt-" + name());
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  int number() {
    return number;
  }

  String name() {
    return "agent-" + number;
  }

  @Override
  public void run() {
    while (true) {
      try {
        Task<?> task = tasks.take();
        if (task == END) {
          tasks.put(END);
          return;
        }
        since = nanoClock.getAsLong();
        current = task;
        (task.run(new Agent(this, databases)) ? done : failed).incrementAndGet();
      } catch (InterruptedException e) {
        // Somebody else's thread interrupts this one while it has nothing to do: no task is meant.
        continue;
      } finally {
        current = null;
        since = IDLE;
      }
    }
  }

  /** Tells its task that it is not wanted any more. */
  void cancel() {
    Task<?> running = current;
    if (running != null) {
      running.cancel();
    }
  }

  /** Waits for its end until a time of {@link System#nanoTime}; whether it has come. */
  boolean join(long deadline) throws InterruptedException {
    long left = deadline - System.nanoTime();
    if (left > 0) {
      thread.join(Duration.ofNanos(left).toMillis() + 1);
    }
    return !thread.isAlive();
  }

  AgentHealth health() {
    long begun = since;
    return new AgentHealth(
        name(),
        begun != IDLE,
        begun == IDLE ? Duration.ZERO : Duration.ofNanos(nanoClock.getAsLong() - begun),
        done.get(),
        failed.get());
  }
}
