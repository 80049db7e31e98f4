package dev.bolt.agents;

import dev.bolt.ErrorCode;
import dev.bolt.database.ConcurrentDatabase;
import dev.bolt.threads.Daemon;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Agents that work on shared databases. Any number of these, in any number of processes, may work
 * on the same files. Thread-safe.
 *
 * <pre>{@code
 * try (Bolt bolt = Bolt.start(BoltConfig.defaults().withAgents(8))) {
 *   ConcurrentDatabase db = bolt.databaseManager(Path.of("analytics.db"));
 *   List<CompletableFuture<Long>> work = bolt.submitAll(tasks);
 * }
 * }</pre>
 */
public final class Bolt implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Bolt.class);

  /** How long a task that was interrupted has to notice it. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final BoltConfig config;
  private final Databases databases;
  private final BlockingQueue<Task<?>> tasks;
  private final List<Worker> workers = new ArrayList<>();
  private final ScheduledExecutorService health =
      Daemon.executor("bolt-agents-health", Duration.ofSeconds(1));

  /** Guarded by this. */
  private Shutdown shutdown;

  private volatile boolean closed;

  private Bolt(BoltConfig config) {
    this.config = config;
    this.databases = new Databases(config);
    this.tasks = new LinkedBlockingQueue<>(config.queue());
    for (int i = 1; i <= config.agents(); i++) {
      workers.add(new Worker(i, tasks, databases, System::nanoTime));
    }
  }

  /**
   * Starts the agents, and opens the databases of the configuration. One that cannot be opened now
   * does not keep the others from working: {@link #health} tells why, and it is tried again.
   *
   * @throws SQLException with SQLState 08001 when the folder of a database does not exist
   */
  public static Bolt start(BoltConfig config) throws SQLException {
    Bolt bolt = new Bolt(config);
    try {
      for (Path file : config.databases()) {
        bolt.databases.tryOpen(file);
      }
    } catch (SQLException | RuntimeException e) {
      bolt.databases.close();
      throw e;
    }
    bolt.workers.forEach(Worker::start);
    long interval = config.healthInterval().toMillis();
    bolt.health.scheduleWithFixedDelay(bolt::look, interval, interval, TimeUnit.MILLISECONDS);
    return bolt;
  }

  private void look() {
    databases.all().forEach(ManagedDatabase::look);
  }

  /**
   * The database of a file, which is opened by the first who asks and is the same for all; it is
   * closed with this.
   *
   * @throws SQLException as {@link ConcurrentDatabase#open}; 08003 when this is closed
   */
  public ConcurrentDatabase databaseManager(Path file) throws SQLException {
    return databases.get(file);
  }

  /**
   * Gives a task to the next agent that is free. Cancelling the future cancels the task.
   *
   * @return fails with what the task throws, with SQLState 53300 when too many wait, or 08003 when
   *     this is closed
   */
  public <T> CompletableFuture<T> submit(AgentTask<T> work) {
    Task<T> task = new Task<>(work);
    if (!closed && !tasks.offer(task)) {
      return CompletableFuture.failedFuture(
          ErrorCode.POOL_EXHAUSTED.exception(
              tasks.size()
                  + " tasks wait for an agent, and no more may. Submit fewer at once, or"
                  + " configure a longer queue"));
    }
    // Who closes this takes what is in the queue, unless that came after.
    if (closed) {
      tasks.remove(task);
      task.future()
          .completeExceptionally(
              ErrorCode.CLOSED.exception("This Bolt is closed; Bolt.start starts another one"));
    }
    return task.future();
  }

  /** Gives tasks to the agents, in order; as {@link #submit} each. */
  public <T> List<CompletableFuture<T>> submitAll(Collection<? extends AgentTask<T>> all) {
    List<CompletableFuture<T>> futures = new ArrayList<>(all.size());
    for (AgentTask<T> task : all) {
      futures.add(submit(task));
    }
    return futures;
  }

  /** What the agents are at, and how the databases were when they were looked at last. */
  public BoltHealth health() {
    return new BoltHealth(
        workers.stream().map(Worker::health).toList(),
        tasks.size(),
        databases.all().stream().map(ManagedDatabase::condition).toList());
  }

  /** Closes it within the shutdown timeout of its configuration; says in the log what was left. */
  @Override
  public void close() {
    Shutdown end = shutdown(config.shutdownTimeout());
    if (!end.isClean()) {
      LOG.warn("Tasks did not end when Bolt was closed: {}", end.unfinished());
    }
  }

  /**
   * Closes it. Tasks that wait are cancelled at once. Those that run have the timeout to end; what
   * runs then is interrupted, has one second more, and is reported. Then the databases are closed,
   * the last one first. Who calls this again gets the same answer.
   */
  public synchronized Shutdown shutdown(Duration timeout) {
    if (shutdown == null) {
      closed = true;
      health.shutdownNow();
      List<Task<?>> waiting = new ArrayList<>();
      tasks.drainTo(waiting);
      waiting.forEach(Task::cancel);
      while (!tasks.offer(Worker.END)) {
        // Somebody came in between; he takes it away himself, as this is closed.
        Thread.onSpinWait();
      }
      List<AgentHealth> unfinished = await(timeout);
      databases.close();
      shutdown = new Shutdown(waiting.size(), unfinished);
    }
    return shutdown;
  }

  private List<AgentHealth> await(Duration timeout) {
    boolean interrupted = !join(timeout);
    List<Worker> left = workers.stream().filter(worker -> worker.health().working()).toList();
    left.forEach(Worker::cancel);
    if (!left.isEmpty()) {
      interrupted |= !join(GRACE);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return left.stream().map(Worker::health).filter(AgentHealth::working).toList();
  }

  /** Waits for all workers; false when this thread was interrupted. */
  private boolean join(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    try {
      for (Worker worker : workers) {
        worker.join(deadline);
      }
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }
}
