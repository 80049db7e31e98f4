package dev.bolt.cli.stress;

import dev.bolt.cli.output.Grid;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** A report for people. Stateless. */
public final class ReportText {

  private static final double MICROS_PER_MILLI = 1000;

  private ReportText() {}

  /** Writes the tables of a report, without its verdict. */
  public static void write(StressReport report, Appendable out) throws IOException {
    writeOperations(report, out);
    if (!report.errors().isEmpty()) {
      out.append('\n');
      writeErrors(report, out);
    }
    if (!report.takeovers().isEmpty()) {
      out.append('\n').append(takeovers(report)).append('\n');
    }
    if (report.history().isPresent()) {
      out.append('\n').append(report.history().get().line()).append('\n');
    }
  }

  private static void writeOperations(StressReport report, Appendable out) throws IOException {
    Grid grid =
        new Grid(
            out,
            List.of(
                new Grid.Column("operation", false),
                new Grid.Column("count", true),
                new Grid.Column("per second", true),
                new Grid.Column("p50 ms", true),
                new Grid.Column("p99 ms", true),
                new Grid.Column("max ms", true),
                new Grid.Column("retries", true),
                new Grid.Column("unknown", true),
                new Grid.Column("errors", true)),
            0);
    for (OperationFigures figures : report.operations()) {
      grid.row(
          figures.kind().label(),
          count(figures.count()),
          count(Math.round(figures.perSecond())),
          millis(figures.p50Micros()),
          millis(figures.p99Micros()),
          millis(figures.maxMicros()),
          count(figures.retries()),
          count(figures.unknown()),
          count(figures.errors()));
    }
    grid.flush();
  }

  private static void writeErrors(StressReport report, Appendable out) throws IOException {
    Grid grid =
        new Grid(
            out,
            List.of(
                new Grid.Column("SQLState", false),
                new Grid.Column("count", true),
                new Grid.Column("message", false)),
            0);
    for (StressReport.ErrorCount error : report.errors()) {
      grid.row(error.sqlState(), count(error.count()), error.message());
    }
    grid.flush();
  }

  private static String takeovers(StressReport report) {
    long hosts = report.takeovers().stream().filter(Takeover::host).count();
    String killed =
        String.format(Locale.ROOT, "%d killed", report.takeovers().size())
            + (hosts == 0 ? "" : String.format(Locale.ROOT, " (%d times the host)", hosts));
    return report.medianTakeoverMillis().isEmpty()
        ? killed
        : String.format(
            Locale.ROOT,
            "%s; the others went on after %.0f ms (median), %.0f ms at most",
            killed,
            report.medianTakeoverMillis().getAsDouble(),
            report.maxTakeoverMillis().orElseThrow());
  }

  private static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static String millis(double micros) {
    double millis = micros / MICROS_PER_MILLI;
    return String.format(Locale.ROOT, millis < 10 ? "%.3f" : "%,.1f", millis);
  }
}
