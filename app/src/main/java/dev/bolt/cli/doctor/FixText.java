package dev.bolt.cli.doctor;

import dev.bolt.doctor.DatabaseReport;
import dev.bolt.doctor.Finding;
import dev.bolt.doctor.FixReport;
import dev.bolt.doctor.Holder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was found beside databases, for people. Stateless. */
public final class FixText {

  private FixText() {}

  /**
   * The lines.
   *
   * @param path what was looked at
   */
  public static List<String> lines(FixReport report, Path path) {
    List<String> lines = new ArrayList<>();
    for (DatabaseReport database : report.databases()) {
      lines.add(database.file().toString());
      database.holders().forEach(holder -> lines.addAll(lines(holder, database.file())));
      database.findings().forEach(finding -> lines.addAll(lines(finding)));
      if (database.findings().isEmpty()) {
        lines.add("  nothing to remove");
      }
    }
    report.others().forEach(finding -> lines.addAll(lines(finding)));
    report.unread().forEach(line -> lines.add("not looked at: " + line));
    lines.add(summary(report, path));
    return lines;
  }

  private static List<String> lines(Holder holder, Path file) {
    String role =
        switch (holder.role()) {
          case HOST -> "hosted by ";
          case BOLT -> "used by ";
          case OUTSIDE -> "used without Bolt by ";
        };
    return List.of(
        "  in use   " + role + holder.process().describe(),
        "           to end it: bolt fix " + file + " --terminate " + holder.process().pid());
  }

  private static List<String> lines(Finding finding) {
    String deed =
        switch (finding.deed()) {
          case REMOVED -> "removed ";
          case WOULD_REMOVE -> "would go";
          case KEPT -> "kept    ";
          case FAILED -> "FAILED  ";
        };
    return List.of(
        "  " + deed + " " + finding.file() + ": " + finding.what(),
        "           " + finding.reason());
  }

  private static String summary(FixReport report, Path path) {
    long removed = count(report, Finding.Deed.REMOVED);
    long would = count(report, Finding.Deed.WOULD_REMOVE);
    long failed = count(report, Finding.Deed.FAILED);
    String databases =
        report.databases().size() == 1 ? "1 database" : report.databases().size() + " databases";
    return String.format(
        Locale.ROOT,
        "%s at %s: %d removed%s%s",
        databases,
        path,
        removed,
        would > 0 ? ", " + would + " would go" : "",
        failed > 0 ? ", " + failed + " failed" : "");
  }

  private static long count(FixReport report, Finding.Deed deed) {
    return report.databases().stream()
            .flatMap(database -> database.findings().stream())
            .filter(finding -> finding.deed() == deed)
            .count()
        + report.others().stream().filter(finding -> finding.deed() == deed).count();
  }
}
