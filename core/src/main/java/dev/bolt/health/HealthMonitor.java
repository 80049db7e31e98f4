package dev.bolt.health;

import dev.bolt.health.HealthProblem.Area;
import dev.bolt.metrics.CallFigures;
import dev.bolt.threads.Daemon;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at how a database fares, again and again beside the work and whenever somebody asks, tells
 * listeners of changes, and shows it in the JVM's management server as a {@link
 * DatabaseHealthMXBean}.
 *
 * <p>All looks are on one thread, {@code bolt-health}, a daemon. They take no connection of the
 * pool, and no more than half a per cent of a processor unless they are asked for. Thread-safe.
 */
public final class HealthMonitor implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HealthMonitor.class);

  /** So often is looked at most, however many ask. */
  private static final Duration FRESH = Duration.ofSeconds(1);

  /** A look takes some milliseconds, or a quarter of a second when a host is silent. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Duration IDLE = Duration.ofSeconds(30);

  private record Seen(DatabaseHealth health, long nanos) {}

  private final HealthSubject subject;
  private final Pace pace;
  private final Duration patience;
  private final Look look;
  private final ScheduledThreadPoolExecutor thread = Daemon.executor("bolt-health", IDLE);
  private final Listeners listeners;
  private final HealthBean bean;
  private volatile Seen last;
  private volatile boolean closed;

  /** The thread, while it lives; it cannot wait for itself. */
  private volatile Thread own;

  /** Whether it has looked by itself; of the thread. */
  private boolean warm;

  private HealthMonitor(HealthSubject subject, Duration interval, Duration patience) {
    this.subject = subject;
    this.pace = new Pace(interval);
    this.patience = patience;
    this.look = new Look(subject);
    DatabaseHealth unknown = DatabaseHealth.unknown(subject);
    this.last = new Seen(unknown, System.nanoTime() - FRESH.toNanos());
    this.listeners = new Listeners(unknown);
    // What is to be looked at only later is not when it is closed; what is to be told is.
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    this.bean = HealthBean.register(this, subject.file());
  }

  /**
   * Begins to look.
   *
   * @param interval the pause between two looks; zero to look only when somebody asks
   */
  public static HealthMonitor start(HealthSubject subject, Duration interval) {
    return start(subject, interval, PATIENCE);
  }

  /**
   * The same with another patience.
   *
   * @param patience how long to wait for a look, and at the end for listeners
   */
  static HealthMonitor start(HealthSubject subject, Duration interval, Duration patience) {
    HealthMonitor monitor = new HealthMonitor(subject, interval, patience);
    if (!interval.isZero()) {
      monitor.schedule(interval.toNanos());
    }
    return monitor;
  }

  /**
   * How the database fares, as of a second ago at most. It takes some milliseconds, a quarter of a
   * second where a host is silent, five seconds at most; it never fails.
   */
  public DatabaseHealth health() {
    return isFresh() ? last.health : await(() -> isFresh() ? last.health : lookNow(false));
  }

  /**
   * How the database fares now. What dead processes left is looked for too; otherwise as {@link
   * #health}.
   */
  public DatabaseHealth check() {
    return await(() -> lookNow(true));
  }

  private boolean isFresh() {
    return closed || System.nanoTime() - last.nanos < FRESH.toNanos();
  }

  /** Has somebody told of changes, from the next look on. */
  public void addListener(HealthListener listener) {
    listeners.add(listener);
  }

  /** Has somebody told no more. */
  public void removeListener(HealthListener listener) {
    listeners.remove(listener);
  }

  /** What the calls of this process came to since the database was opened. */
  CallFigures figures() {
    return subject.meter().figures();
  }

  /** The database. */
  HealthSubject subject() {
    return subject;
  }

  private DatabaseHealth await(Callable<DatabaseHealth> task) {
    if (closed || Thread.currentThread() == own) {
      return last.health;
    }
    try {
      return await(thread.submit(task));
    } catch (RejectedExecutionException e) {
      // It has just been closed.
      return last.health;
    }
  }

  // An interrupt of who asks is nothing to the look.
  private DatabaseHealth await(Future<DatabaseHealth> running) {
    long end = System.nanoTime() + patience.toNanos();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return running.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (TimeoutException e) {
      running.cancel(false);
      return last.health.with(late());
    } catch (ExecutionException e) {
      throw new IllegalStateException("A look at " + subject.file() + " has failed", e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private HealthProblem late() {
    return HealthProblem.degraded(
        Area.MONITOR,
        "A look has not ended within " + patience.toMillis() + " ms; this is what was known before",
        "See with jstack where thread bolt-health is: in a listener, or in a file system that"
            + " hangs");
  }

  private void schedule(long nanos) {
    try {
      thread.schedule(this::lookAgain, nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOG.trace("{} has just been closed", subject.file());
    }
  }

  private void lookAgain() {
    long before = processorNanos();
    try {
      lookNow(false);
    } finally {
      // What the first look costs more is the loading of classes.
      schedule(pace.nanosAfter(warm ? processorNanos() - before : 0));
      warm = true;
    }
  }

  private static long processorNanos() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return threads.isCurrentThreadCpuTimeSupported() ? threads.getCurrentThreadCpuTime() : 0;
  }

  private DatabaseHealth lookNow(boolean thoroughly) {
    own = Thread.currentThread();
    DatabaseHealth health = judged(thoroughly);
    if (note(health)) {
      tell(health);
    }
    return last.health;
  }

  private DatabaseHealth judged(boolean thoroughly) {
    try {
      return Judgement.of(look.run(thoroughly));
    } catch (RuntimeException e) {
      LOG.warn("A look at {} has failed", subject.file(), e);
      return last.health.with(
          HealthProblem.degraded(
              Area.MONITOR, "A look has failed: " + e, "Report it with the log of this process"));
    }
  }

  private synchronized boolean note(DatabaseHealth health) {
    if (!closed) {
      last = new Seen(health, System.nanoTime());
    }
    return !closed;
  }

  // Behind who has asked: a listener may take its time.
  private void tell(DatabaseHealth health) {
    try {
      thread.execute(
          () -> {
            own = Thread.currentThread();
            listeners.tell(health);
          });
    } catch (RejectedExecutionException e) {
      LOG.trace("{} has just been closed", subject.file());
    }
  }

  private synchronized boolean end() {
    if (closed) {
      return false;
    }
    closed = true;
    last = new Seen(last.health.closed(), System.nanoTime());
    return true;
  }

  /**
   * Looks no more: the database is {@link HealthState#DOWN} from now on, as closed, which listeners
   * are told. Waits five seconds for them at most. Idempotent.
   */
  @Override
  public void close() {
    if (!end()) {
      return;
    }
    bean.unregister();
    tell(last.health);
    thread.shutdown();
    if (Thread.currentThread() == own) {
      return;
    }
    try {
      if (!thread.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        LOG.warn("A listener to the health of {} does not return", subject.file());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
