package dev.bolt.cli.stress;

import dev.bolt.cli.workload.Audit;
import dev.bolt.cli.workload.OperationKind;
import dev.bolt.cli.workload.Workload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The result of a run. Immutable.
 *
 * @param workload what the clients did
 * @param instances the number of processes
 * @param threads the number of clients in each
 * @param seconds how long was measured
 * @param operations the figures of each kind of operation
 * @param errors the failures, the most frequent first
 * @param takeovers the kills, in their order
 * @param audit what was found in the database
 * @param history what the history shows, of a workload that writes one
 * @param problems what is wrong, one sentence each; empty when all is well
 */
public record StressReport(
    Workload workload,
    int instances,
    int threads,
    double seconds,
    List<OperationFigures> operations,
    List<ErrorCount> errors,
    List<Takeover> takeovers,
    Audit audit,
    Optional<HistoryVerdict> history,
    List<String> problems) {

  private static final double MICROS_PER_MILLI = 1000;

  public StressReport {
    operations = List.copyOf(operations);
    errors = List.copyOf(errors);
    takeovers = List.copyOf(takeovers);
    problems = List.copyOf(problems);
  }

  /**
   * Failures of one kind.
   *
   * @param sqlState their SQLState, or {@code -----} when the driver gave none
   * @param message the beginning of their message
   * @param count how many there were
   */
  public record ErrorCount(String sqlState, String message, long count) {}

  static StressReport of(
      StressPlan plan,
      Tally tally,
      List<Takeover> takeovers,
      Audit audit,
      Optional<HistoryVerdict> history,
      List<String> failures) {
    double seconds = plan.duration().toNanos() / 1e9;
    List<OperationFigures> operations = new ArrayList<>();
    for (OperationKind kind : plan.workload().kinds()) {
      operations.add(tally.figures(kind, seconds));
    }
    List<String> problems = new ArrayList<>(audit.findings());
    addProblems(problems, tally, takeovers, operations);
    problems.addAll(failures);
    return new StressReport(
        plan.workload(),
        plan.instances(),
        plan.threads(),
        seconds,
        operations,
        errors(tally.errorKinds()),
        takeovers,
        audit,
        history,
        problems);
  }

  private static void addProblems(
      List<String> problems,
      Tally tally,
      List<Takeover> takeovers,
      List<OperationFigures> operations) {
    if (tally.totalErrors() > 0) {
      problems.add(tally.totalErrors() + " operations failed");
    }
    // A killed host takes the answers of what it was doing with it; nothing else may.
    if (tally.totalUnknown() > 0 && takeovers.isEmpty()) {
      problems.add(tally.totalUnknown() + " operations have an unknown outcome without any kill");
    }
    if (operations.stream().allMatch(figures -> figures.count() == 0)) {
      problems.add("no operation succeeded");
    }
  }

  private static List<ErrorCount> errors(Map<ErrorKind, Long> kinds) {
    return kinds.entrySet().stream()
        .map(e -> new ErrorCount(e.getKey().sqlState(), e.getKey().text(), e.getValue()))
        .sorted(Comparator.comparingLong(ErrorCount::count).reversed())
        .toList();
  }

  /** Whether nothing was lost, doubled or failed. */
  public boolean ok() {
    return problems.isEmpty();
  }

  /** The verdict in one line. */
  public String verdict() {
    return ok()
        ? "OK: nothing lost, nothing doubled, 0 errors"
        : "BAD: " + String.join("; ", problems);
  }

  /** The operations that succeeded in the measurement. */
  public long totalCount() {
    return operations.stream().mapToLong(OperationFigures::count).sum();
  }

  /** The operations that succeeded a second. */
  public double totalPerSecond() {
    return operations.stream().mapToDouble(OperationFigures::perSecond).sum();
  }

  /** The operations that failed. */
  public long totalErrors() {
    return operations.stream().mapToLong(OperationFigures::errors).sum();
  }

  /** The operations with an unknown outcome. */
  public long totalUnknown() {
    return operations.stream().mapToLong(OperationFigures::unknown).sum();
  }

  /** The median time of the takeovers in milliseconds, or empty without any. */
  public OptionalDouble medianTakeoverMillis() {
    List<Long> sorted = takeoverMicros();
    return sorted.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(sorted.get((sorted.size() - 1) / 2) / MICROS_PER_MILLI);
  }

  /** The longest time of a takeover in milliseconds, or empty without any. */
  public OptionalDouble maxTakeoverMillis() {
    List<Long> sorted = takeoverMicros();
    return sorted.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(sorted.get(sorted.size() - 1) / MICROS_PER_MILLI);
  }

  private List<Long> takeoverMicros() {
    return takeovers.stream()
        .flatMap(takeover -> takeover.micros().stream().boxed())
        .sorted()
        .toList();
  }
}
