package dev.bolt.doctor;

import dev.bolt.EngineKind;
import java.nio.file.Path;
import java.util.List;

/**
 * Whether a database can be shared where it is. Immutable.
 *
 * @param file the database file that was meant
 * @param engine its engine
 * @param scratch whether it does not exist, so that a file of the test's own took its place
 * @param processes how many processes took part
 * @param checks what was tried, in order
 */
public record SharingReport(
    Path file, EngineKind engine, boolean scratch, int processes, List<SharingCheck> checks) {

  public SharingReport {
    checks = List.copyOf(checks);
  }

  /** Whether all works that is needed. */
  public boolean ok() {
    return checks.stream()
        .noneMatch(check -> check.needed() && check.outcome() != SharingCheck.Outcome.OK);
  }
}
