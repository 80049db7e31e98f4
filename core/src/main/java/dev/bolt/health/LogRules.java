package dev.bolt.health;

import dev.bolt.EngineKind;
import dev.bolt.doctor.DatabaseInfo;
import dev.bolt.health.HealthProblem.Area;
import dev.bolt.os.ProcessInfo;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** When the engine's log is not written into the file in time. Stateless. */
final class LogRules {

  private static final long MIB = 1024 * 1024;

  /** Several times as much as there is while checkpoints of either engine work. */
  static final long MANY_BYTES = 64 * MIB;

  private LogRules() {}

  static List<HealthProblem> problems(Observation seen) {
    Optional<DatabaseInfo> info = seen.info();
    long bytes = info.map(now -> now.storage().logBytes().orElse(0)).orElse(0L);
    if (bytes < MANY_BYTES) {
      return List.of();
    }
    if (info.get().engine().equals(Optional.of(EngineKind.DUCKDB))) {
      return List.of(
          HealthProblem.degraded(
              Area.LOG,
              "The log has " + bytes / MIB + " MiB, which a new host would have to replay first",
              "End transactions that have been open for long, which keep it from being written into"
                  + " the file; or call CHECKPOINT"));
    }
    // A SQLite log that was long once stays so: only one that grows is held back.
    return seen.logReaders().isEmpty()
        ? List.of()
        : List.of(
            HealthProblem.degraded(
                Area.LOG,
                "The log has "
                    + bytes / MIB
                    + " MiB and grows, since a transaction or result is open in "
                    + names(seen.logReaders()),
                "End that transaction or close that result"));
  }

  private static String names(List<ProcessInfo> readers) {
    return readers.stream().map(Names::of).collect(Collectors.joining(" and "));
  }
}
