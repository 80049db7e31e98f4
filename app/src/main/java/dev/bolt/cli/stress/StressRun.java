package dev.bolt.cli.stress;

import dev.bolt.EngineKind;
import dev.bolt.cli.workload.Audit;
import dev.bolt.cli.workload.Expectation;
import dev.bolt.cli.workload.Tables;
import dev.bolt.cli.workload.Workload;
import dev.bolt.config.BoltUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One run from its first process to its report. Confined to one thread. */
public final class StressRun {

  private static final Duration LEAD = Duration.ofMillis(100);
  private static final Duration END_TIMEOUT = Duration.ofSeconds(60);

  private final StressPlan plan;
  private final StressListener listener;
  private final Tally tally;
  private final List<String> failures = new ArrayList<>();
  private boolean tablesExist;

  /** Prepares a run that tells a listener how it goes on. */
  public StressRun(StressPlan plan, StressListener listener) {
    this.plan = plan;
    this.listener = listener;
    tally = new Tally(plan.workload());
  }

  /**
   * Runs it. The tables are dropped at the end, whatever the end is; no process is left.
   *
   * @param folder where files can be kept meanwhile
   * @throws StressException when the run could not take place or its result could not be checked
   * @throws InterruptedException when it was broken off
   */
  public StressReport run(Path folder) throws StressException, InterruptedException {
    try {
      return measure(new RunFolder(folder));
    } catch (StressException | InterruptedException e) {
      dropTablesAfter(e);
      throw e;
    }
  }

  private StressReport measure(RunFolder folder) throws StressException, InterruptedException {
    Path history = plan.history().orElse(folder.path().resolve("history"));
    Progress progress = createFiles(folder, history);
    List<Takeover> takeovers = work(folder, progress);
    listener.phase("checking what is in the database");
    return check(
        checkUrl(folder), progress, takeovers, new HistoryCheck(folder, progress, history));
  }

  // The history is written at the end, but nobody shall work for an hour to hear that it cannot be.
  private Progress createFiles(RunFolder folder, Path history) throws StressException {
    try {
      Files.newOutputStream(history).close();
      return Progress.create(folder.progress(), plan.clients());
    } catch (IOException e) {
      throw new StressException("a file of this run cannot be written: " + e, e);
    }
  }

  private List<Takeover> work(RunFolder folder, Progress progress)
      throws StressException, InterruptedException {
    try (Fleet fleet = new Fleet(plan, folder, tally)) {
      listener.phase("starting " + plan.instances() + " processes");
      fleet.prepare();
      tablesExist = true;
      fleet.open();
      Window window = window();
      fleet.go(window);
      listener.phase("working for " + seconds(plan.warmup().plus(plan.duration())));
      Killer killer = new Killer(plan, fleet, progress, window);
      Thread killing = new Thread(killer, "stress-killer");
      killing.start();
      try {
        watch(fleet, progress, window, killer);
        killing.join();
      } finally {
        killing.interrupt();
        killing.join();
      }
      failures.addAll(fleet.awaitDone(END_TIMEOUT));
      failures.addAll(killer.problems());
      return killer.takeovers();
    }
  }

  private Window window() {
    long start = MachineClock.micros() + micros(LEAD);
    long measure = start + micros(plan.warmup());
    return new Window(start, measure, measure + micros(plan.duration()));
  }

  private static String seconds(Duration duration) {
    return (duration.toMillis() + 999) / 1000 + " s";
  }

  private static long micros(Duration duration) {
    return TimeUnit.NANOSECONDS.toMicros(duration.toNanos());
  }

  private void watch(Fleet fleet, Progress progress, Window window, Killer killer)
      throws InterruptedException {
    long second = micros(Duration.ofSeconds(1));
    long before = 0;
    for (long at = window.start() + second; at <= window.end(); at += second) {
      MachineClock.sleepUntil(at);
      long now = progress.totalFinished();
      listener.tick(
          (at - window.start()) / second,
          now - before,
          tally.totalErrors(),
          killer.takeovers().size());
      before = now;
      if (fleet.workers().stream().anyMatch(WorkerProcess::hasFailed)) {
        return;
      }
    }
    MachineClock.sleepUntil(window.end());
  }

  // A database in the run's own folder is nobody else's, unless it is hosted beside the run: there
  // the engine alone, without Bolt, has to say what is in the file.
  private String checkUrl(RunFolder folder) {
    if (plan.host().get().isPresent()) {
      return plan.url();
    }
    String file = folder.path().toAbsolutePath() + "/";
    for (EngineKind engine : EngineKind.values()) {
      String shared = BoltUrl.PREFIX + engine.scheme() + ":";
      if (plan.url().startsWith(shared + file)) {
        return "jdbc:" + engine.scheme() + ":" + plan.url().substring(shared.length());
      }
    }
    return plan.url();
  }

  private StressReport check(
      String url, Progress progress, List<Takeover> takeovers, HistoryCheck history)
      throws StressException {
    try (Connection connection = DriverManager.getConnection(url)) {
      Optional<HistoryVerdict> verdict =
          plan.workload() == Workload.APPEND
              ? Optional.of(history.check(connection))
              : Optional.empty();
      Audit audit =
          verdict.isPresent() ? verdict.get().audit() : expectation(progress).audit(connection);
      Tables.drop(connection);
      tablesExist = false;
      return StressReport.of(plan, tally, takeovers, audit, verdict, failures);
    } catch (SQLException | IOException | UncheckedIOException | IllegalArgumentException e) {
      throw new StressException("the database cannot be checked: " + e.getMessage(), e);
    }
  }

  private Expectation expectation(Progress progress) {
    Expectation expectation = new Expectation(plan.workload());
    for (int client = 0; client < progress.clients(); client++) {
      Map<Long, Boolean> mishaps = tally.mishaps(client);
      long finished = progress.finished(client);
      for (long sequence = 1; sequence <= finished; sequence++) {
        Boolean unknown = mishaps.get(sequence);
        if (unknown == null) {
          expectation.acknowledged(client, sequence);
        } else if (unknown) {
          expectation.unknown(client, sequence);
        }
      }
      if (progress.started(client) > finished) {
        expectation.unknown(client, progress.started(client));
      }
    }
    return expectation;
  }

  private void dropTablesAfter(Exception failure) {
    if (!tablesExist) {
      return;
    }
    // The driver is given its time even when the run was broken off.
    boolean interrupted = Thread.interrupted();
    try (Connection connection = DriverManager.getConnection(plan.url())) {
      Tables.drop(connection);
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
