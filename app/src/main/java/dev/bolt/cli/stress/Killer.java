package dev.bolt.cli.stress;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Kills processes at their times and measures how long the others stand still. */
final class Killer implements Runnable {

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private final StressPlan plan;
  private final Fleet fleet;
  private final Progress progress;
  private final Window window;
  private final Random random = new Random();
  private final List<Takeover> takeovers = new ArrayList<>();
  private String failure;

  Killer(StressPlan plan, Fleet fleet, Progress progress, Window window) {
    this.plan = plan;
    this.fleet = fleet;
    this.progress = progress;
    this.window = window;
  }

  @Override
  public void run() {
    try {
      for (int i = 0; i < plan.kills(); i++) {
        MachineClock.sleepUntil(
            window.measure() + TimeUnit.NANOSECONDS.toMicros(plan.killAt(i).toNanos()));
        killOne();
        fleet.replace(window);
      }
    } catch (StressException e) {
      fail("the process in place of a killed one failed: " + e.getMessage());
    } catch (InterruptedException e) {
      // The run is broken off; its results are not asked for.
      Thread.currentThread().interrupt();
    }
  }

  private void killOne() throws InterruptedException {
    OptionalLong host = plan.host().get();
    Optional<WorkerProcess> hostWorker =
        host.isPresent() ? fleet.withPid(host.getAsLong()) : Optional.empty();
    WorkerProcess victim = hostWorker.orElseGet(this::anyWorker);
    long killed = MachineClock.micros();
    fleet.kill(victim);
    long gone = MachineClock.micros();
    OptionalLong success = firstSuccess(victim, gone);
    add(
        new Takeover(
            victim.pid(),
            hostWorker.isPresent(),
            success.isPresent() ? OptionalLong.of(success.getAsLong() - killed) : success));
  }

  private WorkerProcess anyWorker() {
    List<WorkerProcess> workers = fleet.workers();
    return workers.get(random.nextInt(workers.size()));
  }

  /**
   * When another client finished an operation that it began after the process was gone: an answer
   * that was already under way does not show that the others can work.
   */
  private OptionalLong firstSuccess(WorkerProcess victim, long gone) throws InterruptedException {
    if (fleet.workers().isEmpty()) {
      return OptionalLong.empty();
    }
    long deadline = gone + TimeUnit.NANOSECONDS.toMicros(LONGEST_WAIT.toNanos());
    while (MachineClock.micros() < deadline) {
      for (int client = 0; client < progress.clients(); client++) {
        if (!victim.owns(client) && progress.lastSuccessStart(client) >= gone) {
          return OptionalLong.of(progress.lastSuccess(client));
        }
      }
      Thread.sleep(1);
    }
    return OptionalLong.empty();
  }

  private synchronized void add(Takeover takeover) {
    takeovers.add(takeover);
  }

  private synchronized void fail(String message) {
    failure = message;
  }

  /** The kills so far, in their order. */
  synchronized List<Takeover> takeovers() {
    return List.copyOf(takeovers);
  }

  /** Why it ended early, or empty. */
  synchronized Optional<String> failure() {
    return Optional.ofNullable(failure);
  }
}
