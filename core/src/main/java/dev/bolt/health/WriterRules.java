package dev.bolt.health;

import dev.bolt.doctor.WritersInfo;
import dev.bolt.gate.GateHolder;
import dev.bolt.health.HealthProblem.Area;
import dev.bolt.os.ProcessInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** When those who write to a SQLite file cannot. Stateless. */
final class WriterRules {

  /** A transaction of this length keeps all others from writing. */
  private static final Duration LONG = Duration.ofSeconds(10);

  private WriterRules() {}

  static List<HealthProblem> problems(WritersInfo writers, Observation seen) {
    List<HealthProblem> problems = new ArrayList<>();
    writers
        .inside()
        .flatMap(holder -> slow(holder, writers.waiting().size()))
        .ifPresent(problems::add);
    for (ProcessInfo outside : seen.outsideWriters()) {
      problems.add(
          HealthProblem.degraded(
              Area.OUTSIDE,
              Names.of(outside) + " has SQLite's write lock, without Bolt, so nobody else writes",
              Names.wayOut(outside)));
    }
    return problems;
  }

  private static Optional<HealthProblem> slow(GateHolder holder, int waiting) {
    boolean stopped = holder.process().isStopped();
    boolean slow = holder.inside().compareTo(LONG) >= 0 && waiting > 0;
    if (!stopped && !slow) {
      return Optional.empty();
    }
    ProcessInfo process = ProcessInfo.of(holder.process().pid());
    return Optional.of(
        HealthProblem.degraded(
            Area.WRITERS,
            Names.of(process)
                + " has a writing transaction open for "
                + holder.inside().toSeconds()
                + " s, and "
                + waiting
                + (waiting == 1 ? " process waits" : " processes wait")
                + " for it",
            Names.wayOut(process)));
  }
}
