package dev.bolt.health;

import dev.bolt.health.HealthProblem.Area;
import java.util.ArrayList;
import java.util.List;

/** When memory and disk run short, or leftovers cannot be removed. Stateless. */
final class ResourceRules {

  private static final double MOST_OF_HEAP = 0.95;
  private static final long MIB = 1024 * 1024;
  private static final long LEAST_ROOM = 100 * MIB;

  private ResourceRules() {}

  static List<HealthProblem> problems(Observation seen) {
    List<HealthProblem> problems = new ArrayList<>();
    MemoryUse memory = seen.memory();
    if (memory.heapLive() > memory.heapMax() * MOST_OF_HEAP) {
      problems.add(
          HealthProblem.degraded(
              Area.MEMORY,
              "The heap is full: "
                  + memory.heapLive() / MIB
                  + " of "
                  + memory.heapMax() / MIB
                  + " MiB are in use after the last collection",
              "Raise -Xmx, or read large results with queryStream"));
    }
    if (seen.freeBytes().isPresent() && seen.freeBytes().getAsLong() < LEAST_ROOM) {
      problems.add(
          HealthProblem.degraded(
              Area.DISK,
              "The disk has room for " + seen.freeBytes().getAsLong() / MIB + " MiB more",
              "Make room on the disk of " + seen.file()));
    }
    seen.failedRepairs().stream()
        .map(
            finding ->
                HealthProblem.degraded(
                    Area.LEFTOVERS,
                    finding.file()
                        + ", "
                        + finding.what()
                        + ", cannot be removed: "
                        + finding.reason(),
                    "Remove it as the user to whom it belongs: bolt fix " + seen.file()))
        .forEach(problems::add);
    return problems;
  }
}
