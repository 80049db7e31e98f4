package dev.bolt.cli.doctor;

import dev.bolt.doctor.SharingCheck;
import dev.bolt.doctor.SharingCheck.Outcome;
import dev.bolt.doctor.SharingReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a test of sharing has found, for people. Stateless. */
public final class SharingText {

  private SharingText() {}

  /** A line for a check, and another one with what follows if it has not come out well. */
  public static List<String> lines(SharingCheck check) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT, "%-8s %-18s %s", check.outcome(), check.name(), oneLine(check.detail())));
    if (check.outcome() == Outcome.FAILED) {
      lines.add(
          "         "
              + (check.needed() ? "needed: " : "not needed for this engine: ")
              + check.meaning());
    }
    return lines;
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  /** The last line. */
  public static String verdict(SharingReport report) {
    String where =
        report.scratch()
            ? "databases of " + report.engine().productName() + " in " + report.file().getParent()
            : report.file().toString();
    return report.ok()
        ? report.processes() + " processes can share " + where
        : "processes cannot share " + where;
  }
}
