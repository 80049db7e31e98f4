package dev.bolt.health;

import dev.bolt.doctor.DatabaseInfo;
import dev.bolt.doctor.Finding;
import dev.bolt.doctor.HostInfo;
import dev.bolt.lock.LockInfo;
import dev.bolt.metrics.CallFigures;
import dev.bolt.pool.PoolStats;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * How a database fared at a moment, as a process saw it that uses it. Immutable.
 *
 * @param file the database
 * @param state the worst of the problems; {@link HealthState#UP} when there are none
 * @param problems what is wrong, the worst first
 * @param pool the connections of this process
 * @param activity what its calls came to in the last minute
 * @param locks who holds and awaits which named locks, in all processes
 * @param info who hosts and uses it, its file and log, as {@code bolt info} shows; empty when it
 *     cannot be looked at
 * @param memory the memory of this process
 * @param freeBytes the room that is left on the disk; empty when that is not known
 * @param repaired what the monitor has removed that dead processes had left, the last twenty things
 */
public record DatabaseHealth(
    Path file,
    HealthState state,
    List<HealthProblem> problems,
    PoolStats pool,
    Activity activity,
    LockInfo locks,
    Optional<DatabaseInfo> info,
    MemoryUse memory,
    OptionalLong freeBytes,
    List<Finding> repaired) {

  private static final Comparator<HealthProblem> WORST_FIRST =
      Comparator.comparing(HealthProblem::state).reversed();

  public DatabaseHealth {
    problems = problems.stream().sorted(WORST_FIRST).toList();
    repaired = List.copyOf(repaired);
  }

  static DatabaseHealth of(Observation seen, List<HealthProblem> problems) {
    return new DatabaseHealth(
        seen.file(),
        worst(problems),
        problems,
        seen.pool(),
        seen.activity(),
        seen.locks(),
        seen.info(),
        seen.memory(),
        seen.freeBytes(),
        seen.repaired());
  }

  private static HealthState worst(List<HealthProblem> problems) {
    return problems.stream()
        .map(HealthProblem::state)
        .max(Comparator.naturalOrder())
        .orElse(HealthState.UP);
  }

  /** What is known of a database before the first look. */
  static DatabaseHealth unknown(HealthSubject subject) {
    CallFigures calls = subject.meter().figures();
    return new DatabaseHealth(
        subject.file(),
        HealthState.UP,
        List.of(),
        subject.pool().get(),
        Activity.of(Duration.ZERO, calls),
        new LockInfo(List.of(), List.of()),
        Optional.empty(),
        MemoryUse.now(),
        OptionalLong.empty(),
        List.of());
  }

  /** The same with one problem more. */
  DatabaseHealth with(HealthProblem problem) {
    List<HealthProblem> more = new ArrayList<>(problems);
    more.add(problem);
    return withAll(more);
  }

  /** The same of a database that was closed. */
  DatabaseHealth closed() {
    return withAll(
        List.of(
            HealthProblem.down(
                HealthProblem.Area.CLOSED,
                "This process has closed the database",
                "ConcurrentDatabase.open opens it again")));
  }

  private DatabaseHealth withAll(List<HealthProblem> all) {
    return new DatabaseHealth(
        file, worst(all), all, pool, activity, locks, info, memory, freeBytes, repaired);
  }

  /** Why it is in this state. */
  public String reason() {
    return problems.isEmpty() ? "Nothing is wrong" : problems.get(0).reason();
  }

  /** What to do. */
  public String nextStep() {
    return problems.isEmpty() ? "Nothing" : problems.get(0).nextStep();
  }

  /** Whether something of an area is wrong. */
  public boolean has(HealthProblem.Area area) {
    return problems.stream().anyMatch(problem -> problem.area() == area);
  }

  /** The process that hosts it; empty when none does, or its engine needs none. */
  public OptionalLong hostPid() {
    return info.flatMap(DatabaseInfo::host).stream()
        .mapToLong(host -> host.process().pid())
        .findFirst();
  }

  /** The number of that host among all that the database has had. */
  public OptionalLong hostEpoch() {
    return info.flatMap(DatabaseInfo::host).flatMap(HostInfo::published).stream()
        .mapToLong(HostInfo.Published::epoch)
        .findFirst();
  }

  /** The length of the engine's log, which is not yet in the file; 0 when there is none. */
  public long logBytes() {
    return info.map(DatabaseInfo::storage).stream()
        .mapToLong(storage -> storage.logBytes().orElse(0))
        .findFirst()
        .orElse(0);
  }

  /** How many processes use it through Bolt, the host among them. */
  public int processes() {
    return info.map(now -> now.members().size() + (now.host().isPresent() ? 1 : 0)).orElse(0);
  }

  /** The state and each problem, one a line. */
  @Override
  public String toString() {
    return state
        + " "
        + file
        + problems.stream()
            .map(problem -> System.lineSeparator() + "  " + problem)
            .collect(Collectors.joining());
  }
}
