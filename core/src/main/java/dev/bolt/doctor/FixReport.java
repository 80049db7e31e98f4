package dev.bolt.doctor;

import java.util.List;

/**
 * What was found in a folder, and what became of it. Immutable.
 *
 * @param databases the databases, in the order of their paths
 * @param others what was found that belongs to no database
 * @param unread what could not be looked at and why, one sentence each
 */
public record FixReport(List<DatabaseReport> databases, List<Finding> others, List<String> unread) {

  public FixReport {
    databases = List.copyOf(databases);
    others = List.copyOf(others);
    unread = List.copyOf(unread);
  }

  /** Whether everything could be looked at, and all that should go has gone. */
  public boolean ok() {
    return unread.isEmpty()
        && others.stream().noneMatch(FixReport::hasFailed)
        && databases.stream()
            .flatMap(each -> each.findings().stream())
            .noneMatch(FixReport::hasFailed);
  }

  private static boolean hasFailed(Finding finding) {
    return finding.deed() == Finding.Deed.FAILED;
  }
}
