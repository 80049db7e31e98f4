package dev.bolt.cli.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.cli.workload.Workload;
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
    assertThat(report.takeovers()).hasSize(2);
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
        runAndTamper("DELETE FROM bolt_stress_inserts WHERE client = 0 AND seq = 1");

    assertThat(report.ok()).isFalse();
    assertThat(report.audit().lost()).isEqualTo(1);
    assertThat(report.verdict()).isEqualTo("BAD: 1 acknowledged inserts are not there");
  }

  @Test
  void shouldFindWhatIsDoubled() throws Exception {
    StressReport report =
        runAndTamper(
            "INSERT INTO bolt_stress_inserts SELECT * FROM bolt_stress_inserts"
                + " WHERE client = 0 AND seq = 1");

    assertThat(report.ok()).isFalse();
    assertThat(report.audit().doubled()).isEqualTo(1);
    assertThat(report.verdict()).isEqualTo("BAD: 1 rows are there a second time");
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
            good.host(),
            List.of(good.java().get(0), "-cp", folder.toString()));
    assertThatThrownBy(() -> new StressRun(bad, NOBODY).run(folder))
        .isInstanceOf(StressException.class)
        .hasMessageContaining("ended before its work was done")
        .hasMessageContaining("WorkerMain");
  }

  /** Runs inserts and changes the table when the processes have ended, before it is checked. */
  private StressReport runAndTamper(String sql) throws Exception {
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
    return new StressRun(plan(url(), Workload.INSERT, Optional.empty()), tampering).run(folder);
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
    return new StressPlan(
        url,
        workload,
        2,
        1,
        Duration.ZERO,
        Duration.ofSeconds(2),
        kill,
        OptionalLong::empty,
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path")));
  }
}
