package dev.bolt.cli.stress;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The workers that live now. Thread-safe; processes are started and killed by one thread. */
final class Fleet implements AutoCloseable {

  private static final Duration START_TIMEOUT = Duration.ofSeconds(120);
  private static final Duration END_TIMEOUT = Duration.ofSeconds(5);

  private final StressPlan plan;
  private final RunFolder folder;
  private final Tally tally;
  private final List<WorkerProcess> live = new CopyOnWriteArrayList<>();
  private int nextClient;

  Fleet(StressPlan plan, RunFolder folder, Tally tally) {
    this.plan = plan;
    this.folder = folder;
    this.tally = tally;
  }

  /** Starts all workers and lets one create the tables. */
  void prepare() throws StressException, InterruptedException {
    for (int i = 0; i < plan.instances(); i++) {
      start();
    }
    live.get(0).prepare(START_TIMEOUT);
  }

  /** Lets all clients connect; when this returns they wait for {@link #go}. */
  void open() throws StressException, InterruptedException {
    for (WorkerProcess worker : live) {
      worker.beginOpen();
    }
    for (WorkerProcess worker : live) {
      worker.awaitReady(START_TIMEOUT);
    }
  }

  /** Tells all workers when to work. */
  void go(Window window) throws StressException {
    for (WorkerProcess worker : live) {
      worker.go(window);
    }
  }

  private WorkerProcess start() throws StressException {
    try {
      WorkerSpec spec =
          new WorkerSpec(plan.url(), plan.workload(), nextClient, plan.threads(), folder);
      nextClient += plan.threads();
      WorkerProcess worker = WorkerProcess.start(plan.java(), spec, tally);
      live.add(worker);
      return worker;
    } catch (IOException e) {
      throw new StressException("a worker process cannot be started: " + e.getMessage(), e);
    }
  }

  /** Starts one worker in place of a killed one. */
  void replace(Window window) throws StressException, InterruptedException {
    WorkerProcess worker = start();
    worker.beginOpen();
    worker.awaitReady(START_TIMEOUT);
    worker.go(window);
  }

  /** Kills one worker; it is no longer of this fleet. */
  void kill(WorkerProcess worker) throws InterruptedException {
    live.remove(worker);
    worker.kill();
  }

  /** The workers that live now. */
  List<WorkerProcess> workers() {
    return new ArrayList<>(live);
  }

  /** The worker with a PID. */
  Optional<WorkerProcess> withPid(long pid) {
    return live.stream().filter(worker -> worker.pid() == pid).findFirst();
  }

  /** Waits for the end of all; gives one sentence for each that did not end well. */
  List<String> awaitDone(Duration timeout) throws InterruptedException {
    List<String> failures = new ArrayList<>();
    for (WorkerProcess worker : live) {
      try {
        worker.awaitDone(timeout);
      } catch (StressException e) {
        failures.add(e.getMessage());
      }
    }
    return failures;
  }

  /** Ends the processes that are left, at once. */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    for (WorkerProcess worker : live) {
      try {
        if (worker.isDone()) {
          worker.end(END_TIMEOUT);
        } else {
          worker.kill();
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    live.clear();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
