package dev.bolt.cli.stress;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.bolt.cli.consistency.Anomaly;
import dev.bolt.cli.consistency.AnomalyKind;
import dev.bolt.cli.consistency.Findings;
import dev.bolt.cli.consistency.Isolation;
import dev.bolt.cli.workload.Audit;
import dev.bolt.cli.workload.OperationKind;
import dev.bolt.cli.workload.Workload;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class StressReportTest {

  private static final Audit CLEAN = new Audit(0, 0, List.of());
  private static final ErrorKind LOST = new ErrorKind("08007", "the host was lost");
  private static final StressPlan PLAN =
      new StressPlan(
          "jdbc:any",
          Workload.HOT,
          4,
          2,
          Duration.ZERO,
          Duration.ofSeconds(2),
          Optional.empty(),
          Optional.empty(),
          OptionalLong::empty,
          List.of("java"));

  private final Tally tally = new Tally(Workload.HOT);

  @Test
  void shouldBeGoodWhenNothingHappened() {
    succeed(1000);
    tally.add(new WorkerMessage.Retries(OperationKind.HOT, 5));

    StressReport report = report(List.of(), CLEAN);
    assertThat(report.verdict()).isEqualTo("OK: nothing lost, nothing doubled, 0 errors");
    assertThat(report.totalPerSecond()).isEqualTo(500);
    assertThat(report.operations().get(0).retries()).isEqualTo(5);
  }

  @Test
  void shouldBeBadWhenAnOperationFailed() {
    succeed(1);
    tally.add(new WorkerMessage.Mishap(0, 1, false, new ErrorKind("HY000", "x")));

    StressReport report = report(List.of(), CLEAN);
    assertThat(report.ok()).isFalse();
    assertThat(report.problems()).containsExactly("1 operations failed");
  }

  @Test
  void shouldAllowUnknownOutcomesOnlyWhenProcessesWereKilled() {
    succeed(1);
    tally.add(new WorkerMessage.Mishap(0, 1, true, LOST));

    Takeover takeover = new Takeover(1, true, OptionalLong.of(200_000));
    assertThat(report(List.of(takeover), CLEAN).ok()).isTrue();
    assertThat(report(List.of(), CLEAN).problems())
        .containsExactly("1 operations have an unknown outcome without any kill");
  }

  @Test
  void shouldBeBadWhenNothingSucceeded() {
    assertThat(report(List.of(), CLEAN).problems()).containsExactly("no operation succeeded");
  }

  @Test
  void shouldBeBadWhenTheAuditFoundSomething() {
    succeed(1);
    Audit audit = new Audit(2, 0, List.of("2 acknowledged updates are not in their counters"));
    assertThat(report(List.of(), audit).verdict())
        .isEqualTo("BAD: 2 acknowledged updates are not in their counters");
  }

  @Test
  void shouldTellTheMedianAndTheLongestTakeover() {
    succeed(1);
    StressReport report =
        report(
            List.of(
                new Takeover(1, true, OptionalLong.of(900_000)),
                new Takeover(2, true, OptionalLong.empty()),
                new Takeover(3, true, OptionalLong.of(100_000)),
                new Takeover(4, false, OptionalLong.of(300_000))),
            CLEAN);
    assertThat(report.medianTakeoverMillis()).hasValue(300);
    assertThat(report.maxTakeoverMillis()).hasValue(900);
  }

  @Test
  void shouldBeBadWhenTheHistoryShowsWhatTheLevelForbids() throws IOException {
    succeed(1);
    Anomaly skew = new Anomaly(AnomalyKind.G2, "two reads missed two writes", List.of());
    Anomaly stale = new Anomaly(AnomalyKind.STALE_READ, "an append was missed", List.of());
    HistoryVerdict history =
        new HistoryVerdict(
            Isolation.STRONG_SNAPSHOT, new Findings(1234, List.of(skew, stale, stale)));

    StressReport report =
        StressReport.of(PLAN, tally, List.of(), history.audit(), Optional.of(history), List.of());

    assertThat(report.verdict()).isEqualTo("BAD: 2 times stale read: an append was missed []");
    StringWriter text = new StringWriter();
    ReportText.write(report, text);
    assertThat(text.toString().lines())
        .endsWith(
            "history of 1,234 transactions: snapshot isolation, promised strong snapshot isolation;"
                + " 2 stale read; 1 write skew (G2-item)");
    StringWriter json = new StringWriter();
    ReportJson.write(report, json);
    JsonObject read =
        JsonParser.parseString(json.toString()).getAsJsonObject().getAsJsonObject("history");
    assertThat(read.get("isolation").getAsString()).isEqualTo("snapshot isolation");
    assertThat(read.getAsJsonObject("anomalies").get("stale read").getAsLong()).isEqualTo(2);
  }

  @Test
  void shouldWriteItselfForPeopleAndPrograms() throws IOException {
    succeed(1000);
    tally.add(new WorkerMessage.Mishap(0, 1, true, LOST));
    StressReport report = report(List.of(new Takeover(7, true, OptionalLong.of(250_000))), CLEAN);

    StringWriter text = new StringWriter();
    ReportText.write(report, text);
    assertThat(text.toString().lines())
        .contains(
            "08007    |     1 | the host was lost",
            "1 killed (1 times the host); the others went on after 250 ms (median), 250 ms at most");

    StringWriter json = new StringWriter();
    ReportJson.write(report, json);
    JsonObject read = JsonParser.parseString(json.toString()).getAsJsonObject();
    assertThat(read.get("ok").getAsBoolean()).isTrue();
    JsonObject hot = read.getAsJsonObject("operations").getAsJsonObject("hot");
    assertThat(hot.get("count").getAsLong()).isEqualTo(1000);
    assertThat(hot.get("p50Micros").getAsDouble()).isBetween(499.0, 501.0);
    assertThat(hot.get("unknown").getAsLong()).isEqualTo(1);
  }

  private void succeed(int count) {
    Histogram histogram = new Histogram(3);
    histogram.recordValueWithCount(500_000, count);
    tally.add(new WorkerMessage.Latencies(OperationKind.HOT, histogram));
  }

  private StressReport report(List<Takeover> takeovers, Audit audit) {
    return StressReport.of(PLAN, tally, takeovers, audit, Optional.empty(), List.of());
  }
}
