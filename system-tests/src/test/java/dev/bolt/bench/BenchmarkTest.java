package dev.bolt.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.cli.workload.Workload;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A very short run, so that the benchmarks still work on the day they are needed. */
@Timeout(120)
class BenchmarkTest {

  private final Console console = new Console(new PrintStream(new ByteArrayOutputStream()));

  @TempDir Path folder;

  @Test
  void shouldPutBoltBesideTheEngineWhenBothHaveRun() throws Exception {
    Settings settings = settings("sqlite-read");
    Contest contest = Contests.of(new Contestants(settings), settings).get(0).only(settings);
    Report report =
        new Report(
            settings,
            Machine.of(folder),
            List.of(contest.run(settings, console)),
            List.of(),
            List.of());

    assertThat(contest.workload()).isEqualTo(Workload.READ);
    Outcome outcome = report.outcomes().get(0);
    assertThat(outcome.standings())
        .hasSize(2)
        .allSatisfy(
            standing -> {
              assertThat(standing.problems()).isEmpty();
              assertThat(standing.errors()).isEmpty();
              assertThat(standing.perSecond()).isPositive();
            });
    assertThat(outcome.boltTo(Family.SQLITE, outcome.standings().get(1))).isPositive();
    assertThat(MarkdownReport.of(report)).contains("| Bolt, SQLite ", "lock errors");
    assertThat(JsonReport.of(report)).contains("\"contestant\": \"SQLite, WAL\"");
  }

  @Test
  void shouldMeasureAQuantityWhenAProcessHasJoined() {
    List<Figure> figures = new GaugeRounds(new ConnectTime(), console).run(settings("figure"));
    assertThat(figures)
        .singleElement()
        .satisfies(
            figure -> {
              assertThat(figure.problems()).isEmpty();
              assertThat(figure.median()).isPositive();
            });
  }

  @Test
  void shouldReportWhatIsOnlyToldBesideWhatIsWanted() throws Exception {
    Report report =
        new Report(
            settings("figure"),
            Machine.of(folder),
            List.of(),
            List.of(
                new Figure(Quantity.toldOnly("told", "s"), List.of(222.0), List.of()),
                new Figure(new Quantity("wanted", "", 1.1), List.of(1.2), List.of())),
            List.of());

    assertThat(MarkdownReport.of(report))
        .containsPattern("\\| told +\\| +222\\.0 \\| +222\\.0 \\| +s \\| +– \\| +– \\|")
        .containsPattern("\\| wanted \\| +1\\.2 \\| +1\\.2 \\| +\\| +≤ 1\\.1 \\| +NO \\|");
    assertThat(JsonReport.of(report)).contains("\"title\": \"told\"").doesNotContain("Infinity");
  }

  private Settings settings(String selection) {
    Properties properties = new Properties();
    properties.setProperty("bench", selection);
    properties.setProperty("seconds", "0.5");
    properties.setProperty("warmup", "0");
    properties.setProperty("rounds", "1");
    properties.setProperty("processes", "2");
    properties.setProperty("threads", "1");
    properties.setProperty("folder", folder.toString());
    return Settings.of(properties);
  }
}
