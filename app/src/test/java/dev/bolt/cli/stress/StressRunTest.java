package dev.bolt.cli.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.cli.consistency.ConsistencyCheck;
import dev.bolt.cli.history.History;
import dev.bolt.cli.workload.Workload;
import dev.bolt.testing.ChildJvm;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs real processes, here on plain SQLite: the engine of the runs is what is tested. */
@Timeout(120)
class StressRunTest {

  private static final StressListener NOBODY =
      new StressListener() {
        @Override
        public void phase(String what) {}

        @Override
        public void tick(long seconds, long perSecond, long errors, int kills) {}
      };

  @TempDir Path folder;

  @Test
  void shouldLoseNothingAndLeaveNothingWhenProcessesAreKilled() throws Exception {
    StressReport report = run(Workload.INSERT, Optional.of(Duration.ofSeconds(1)));

    assertThat(report.problems()).isEmpty();
    assertThat(report.ok()).isTrue();
    assertThat(report.verdict()).isEqualTo("OK: nothing lost, nothing doubled, 0 errors");
    assertThat(report.totalCount()).isPositive();
    // On a busy machine the place of the first is filled too late for a second.
    assertThat(report.takeovers()).hasSizeBetween(1, 2);
    assertThat(report.medianTakeoverMillis()).isPresent();
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement();
        ResultSet tables = statement.executeQuery("SELECT name FROM sqlite_master")) {
      assertThat(tables.next()).isFalse();
    }
  }

  @Test
  void shouldFindWhatIsLostBetweenTheAcknowledgementAndTheEnd() throws Exception {
    StressReport report =
        runAndTamper(
            Workload.INSERT, "DELETE FROM bolt_stress_inserts WHERE client = 0 AND seq = 1");

    assertThat(report.ok()).isFalse();
    assertThat(report.audit().lost()).isEqualTo(1);
    assertThat(report.verdict()).isEqualTo("BAD: 1 acknowledged inserts are not there");
  }

  @Test
  void shouldFindWhatIsDoubled() throws Exception {
    StressReport report =
        runAndTamper(
            Workload.INSERT,
            "INSERT INTO bolt_stress_inserts SELECT * FROM bolt_stress_inserts"
                + " WHERE client = 0 AND seq = 1");

    assertThat(report.ok()).isFalse();
    assertThat(report.audit().doubled()).isEqualTo(1);
    assertThat(report.verdict()).isEqualTo("BAD: 1 rows are there a second time");
  }

  @Test
  void shouldCheckTheHistoryOfTransactionsWhenProcessesAreKilled() throws Exception {
    Path history = folder.resolve("history.json");
    StressPlan plan =
        plan(
            url() + "&transaction_mode=IMMEDIATE",
            Workload.APPEND,
            Optional.of(Duration.ofSeconds(1)),
            Optional.of(history));
    StressReport report = new StressRun(plan, NOBODY).run(folder);

    assertThat(report.problems()).isEmpty();
    assertThat(report.history().orElseThrow().line())
        .startsWith("history of ")
        .endsWith(" transactions: strict serializable, promised strict serializable");
    assertThat(ConsistencyCheck.of(History.read(history)))
        .isEqualTo(report.history().orElseThrow().findings());
  }

  @Test
  void shouldFindATransactionThatIsLost() throws Exception {
    StressReport report =
        runAndTamper(
            Workload.APPEND,
            "UPDATE bolt_stress_lists SET elements = ''"
                + " WHERE id = (SELECT min(id) FROM bolt_stress_lists WHERE elements <> '')");

    assertThat(report.ok()).isFalse();
    assertThat(report.audit().lost()).isPositive();
    assertThat(report.verdict()).startsWith("BAD: ").contains("lost append: ");
  }

  @Test
  void shouldRefuseAHistoryThatCannotBeWrittenBeforeAnythingRuns() {
    StressPlan plan =
        plan(url(), Workload.APPEND, Optional.empty(), Optional.of(folder.resolve("no/such")));
    assertThatThrownBy(() -> new StressRun(plan, NOBODY).run(folder))
        .isInstanceOf(StressException.class)
        .hasMessageStartingWith("a file of this run cannot be written: ")
        .hasMessageContaining("no/such");
  }

  @Test
  void shouldNameTheFailureWhenTheDatabaseCannotBeOpened() {
    StressPlan plan = plan("jdbc:sqlite:" + folder, Workload.READ, Optional.empty());
    assertThatThrownBy(() -> new StressRun(plan, NOBODY).run(folder))
        .isInstanceOf(StressException.class)
        .hasMessageContaining("SQLITE_CANTOPEN");
  }

  @Test
  void shouldNameTheFailureWhenAProcessCannotRun() {
    StressPlan good = plan(url(), Workload.READ, Optional.empty());
    StressPlan bad =
        new StressPlan(
            good.url(),
            good.workload(),
            1,
            1,
            good.warmup(),
            good.duration(),
            good.killEvery(),
            good.history(),
            good.host(),
            List.of(good.java().get(0), "-cp", folder.toString()));
    assertThatThrownBy(() -> new StressRun(bad, NOBODY).run(folder))
        .isInstanceOf(StressException.class)
        .hasMessageContaining("ended before its work was done")
        .hasMessageContaining("WorkerMain");
  }

  /** Runs a workload and changes its table when the processes have ended, before it is checked. */
  private StressReport runAndTamper(Workload workload, String sql) throws Exception {
    StressListener tampering =
        new StressListener() {
          @Override
          public void phase(String what) {
            if (what.startsWith("checking")) {
              execute(sql);
            }
          }

          @Override
          public void tick(long seconds, long perSecond, long errors, int kills) {}
        };
    return new StressRun(plan(url(), workload, Optional.empty()), tampering).run(folder);
  }

  private void execute(String sql) {
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(sql)).isEqualTo(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private StressReport run(Workload workload, Optional<Duration> kill) throws Exception {
    return new StressRun(plan(url(), workload, kill), NOBODY).run(folder);
  }

  private String url() {
    return "jdbc:sqlite:" + folder.resolve("x.db") + "?journal_mode=WAL&busy_timeout=60000";
  }

  private static StressPlan plan(String url, Workload workload, Optional<Duration> kill) {
    return plan(url, workload, kill, Optional.empty());
  }

  private static StressPlan plan(
      String url, Workload workload, Optional<Duration> kill, Optional<Path> history) {
    return new StressPlan(
        url,
        workload,
        2,
        1,
        Duration.ZERO,
        Duration.ofSeconds(kill.isPresent() ? 2 : 1),
        kill,
        history,
        OptionalLong::empty,
        ChildJvm.java());
  }
}
