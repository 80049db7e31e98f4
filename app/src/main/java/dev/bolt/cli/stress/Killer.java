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
  private final List<String> problems = new ArrayList<>();

  Killer(StressPlan plan, Fleet fleet, Progress progress, Window window) {
    this.plan = plan;
    this.fleet = fleet;
    this.progress = progress;
    this.window = window;
  }

  @Override
  public void run() {
    try {
      for (int i = 0; i < plan.kills() && MachineClock.micros() < window.end(); i++) {
        Duration due = plan.killAt(i, random.nextDouble());
        MachineClock.sleepUntil(window.measure() + TimeUnit.NANOSECONDS.toMicros(due.toNanos()));
        killOne();
      }
    } catch (StressException e) {
      problem("the process in place of a killed one failed: " + e.getMessage());
    } catch (InterruptedException e) {
      // The run is broken off; its results are not asked for.
      Thread.currentThread().interrupt();
    }
  }

  private void killOne() throws StressException, InterruptedException {
    OptionalLong host = plan.host().get();
    Optional<WorkerProcess> hostWorker =
        host.isPresent() ? fleet.withPid(host.getAsLong()) : Optional.empty();
    WorkerProcess victim = hostWorker.orElseGet(this::anyWorker);
    long killed = MachineClock.micros();
    fleet.kill(victim);
    long gone = MachineClock.micros();
    // The start of another JVM would slow down those who take over, unless there are none.
    boolean alone = fleet.workers().isEmpty();
    if (alone) {
      fleet.replace(window);
    }
    OptionalLong success = firstSuccess(victim, gone);
    OptionalLong micros =
        success.isPresent() ? OptionalLong.of(success.getAsLong() - killed) : success;
    add(new Takeover(victim.pid(), hostWorker.isPresent(), micros));
    if (!alone) {
      fleet.replace(window);
    }
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
    long deadline = gone + TimeUnit.NANOSECONDS.toMicros(LONGEST_WAIT.toNanos());
    for (long now = gone; now < deadline && now < window.end(); now = MachineClock.micros()) {
      for (int client = 0; client < progress.clients(); client++) {
        if (!victim.owns(client) && progress.lastSuccessStart(client) >= gone) {
          return OptionalLong.of(progress.lastSuccess(client));
        }
      }
      Thread.sleep(1);
    }
    // When the window ends first nothing is said: an operation that hangs is found at the end.
    if (deadline <= window.end()) {
      problem(
          "after process "
              + victim.pid()
              + " was killed no other got on for "
              + LONGEST_WAIT.toSeconds()
              + " s");
    }
    return OptionalLong.empty();
  }

  private synchronized void add(Takeover takeover) {
    takeovers.add(takeover);
  }

  private synchronized void problem(String message) {
    problems.add(message);
  }

  /** The kills so far, in their order. */
  synchronized List<Takeover> takeovers() {
    return List.copyOf(takeovers);
  }

  /** What went wrong, one sentence each. */
  synchronized List<String> problems() {
    return List.copyOf(problems);
  }
}
