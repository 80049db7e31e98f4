package dev.bolt.bench;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The report as people read it. Confined to one thread. */
final class MarkdownReport {

  private static final String NOTHING = "–";

  private final Report report;
  private final StringBuilder text = new StringBuilder();

  private MarkdownReport(Report report) {
    this.report = report;
  }

  static String of(Report report) {
    MarkdownReport markdown = new MarkdownReport(report);
    markdown.text.append("# Benchmarks\n\n").append(Conditions.of(report));
    report.outcomes().forEach(markdown::contest);
    markdown.figures();
    markdown.scores();
    return markdown.text.toString();
  }

  private void contest(Outcome outcome) {
    text.append("\n## ").append(outcome.contest().workload()).append(": ");
    text.append(outcome.contest().title()).append("\n\n");
    MarkdownTable table =
        new MarkdownTable(
            "contestant",
            "processes × threads",
            "ops/s",
            "p50 ms",
            "p99 ms",
            "max ms",
            "retries",
            "errors",
            "Bolt DuckDB ÷ it",
            "Bolt SQLite ÷ it",
            "target",
            "met");
    outcome.standings().forEach(standing -> table.row(cells(outcome, standing)));
    text.append(table);
    notes(outcome.standings().stream().flatMap(MarkdownReport::notes).toList());
  }

  private static String[] cells(Outcome outcome, Standing standing) {
    Contestant contestant = standing.contestant();
    Optional<Target> target = outcome.targetBeside(contestant);
    return new String[] {
      contestant.label(),
      contestant.shape().toString(),
      contestant.present() ? number(standing.perSecond(), 0) : "not running",
      millis(standing.p50Micros()),
      millis(standing.p99Micros()),
      millis(standing.maxMicros()),
      number(standing.retries(), 0),
      number(standing.errorCount(), 0),
      ratio(outcome, Family.DUCKDB, standing),
      ratio(outcome, Family.SQLITE, standing),
      target.map(t -> "≥ " + t.atLeast()).orElse(""),
      target.map(t -> met(outcome, t, standing)).orElse("")
    };
  }

  private static String ratio(Outcome outcome, Family family, Standing standing) {
    return standing.contestant().isBolt() ? "" : number(outcome.boltTo(family, standing), 2);
  }

  private static String met(Outcome outcome, Target target, Standing standing) {
    double ratio = outcome.boltTo(target.bolt().family(), standing);
    return Double.isNaN(ratio) ? NOTHING : met(ratio >= target.atLeast());
  }

  private static String met(boolean met) {
    return met ? "yes" : "NO";
  }

  private void notes(List<String> notes) {
    if (!notes.isEmpty()) {
      text.append('\n');
      notes.forEach(note -> text.append("- ").append(note).append('\n'));
    }
  }

  private static Stream<String> notes(Standing standing) {
    String who = standing.contestant().label() + ": ";
    return Stream.concat(
        standing.errors().entrySet().stream()
            .map(error -> who + error.getValue() + " × `" + error.getKey() + "`"),
        standing.problems().stream().map(problem -> who + problem));
  }

  private void figures() {
    if (report.figures().isEmpty()) {
      return;
    }
    MarkdownTable table = new MarkdownTable("figure", "median", "worst", "unit", "target", "met");
    for (Figure figure : report.figures()) {
      table.row(
          figure.quantity().title(),
          number(figure.median(), 1),
          number(figure.max(), 1),
          figure.quantity().unit(),
          figure.quantity().isLimited() ? "≤ " + limit(figure.quantity().atMost()) : NOTHING,
          figure.quantity().isLimited() ? met(figure.isMet()) : NOTHING);
    }
    text.append("\n## Single figures\n\n").append(table);
    notes(report.figures().stream().flatMap(f -> f.problems().stream()).distinct().toList());
  }

  private void scores() {
    if (report.scores().isEmpty()) {
      return;
    }
    MarkdownTable table = new MarkdownTable("microbenchmark", "µs per call", "±");
    for (MicroScore score : report.scores()) {
      table.row(score.name(), number(score.micros(), 2), number(score.error(), 2));
    }
    text.append("\n## Microbenchmarks (JMH)\n\n").append(table);
  }

  private static String millis(double micros) {
    return number(micros / 1000, 3);
  }

  private static String limit(double value) {
    return number(value, value == Math.rint(value) ? 0 : 1);
  }

  private static String number(double value, int digits) {
    return Double.isNaN(value) ? NOTHING : String.format(Locale.ROOT, "%,." + digits + "f", value);
  }
}
