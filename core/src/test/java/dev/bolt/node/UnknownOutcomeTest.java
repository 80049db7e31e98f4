package dev.bolt.node;

import static dev.bolt.testing.TestTable.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bolt.OutcomeUnknownException;
import dev.bolt.engine.DyingHost;
import dev.bolt.testing.ChildJvm;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a write whose host falls silent, dies, or is followed by one that dies. */
@Timeout(120)
class UnknownOutcomeTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path folder;
  private Path file;
  private String url;
  private ChildJvm host;
  private Connection mine;

  @BeforeEach
  void startAHost() throws Exception {
    file = folder.resolve("a.duckdb");
    url = "jdbc:bolt:duckdb:" + file;
    host = DyingHost.start(url);
    host.ask("CREATE TABLE t(id INTEGER, note VARCHAR)");
  }

  @AfterEach
  void end() throws Exception {
    if (mine != null) {
      mine.close();
    }
    host.close();
  }

  private long number(String sql) throws SQLException {
    try (Statement statement = mine.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private CompletableFuture<OutcomeUnknownException> writeHeldAt(String place) {
    assertThat(host.ask("hold " + place)).isEqualTo("done");
    CompletableFuture<OutcomeUnknownException> failure =
        CompletableFuture.supplyAsync(
            () ->
                catchThrowableOfType(
                    OutcomeUnknownException.class,
                    () -> update(mine, "INSERT INTO t VALUES (1, 'x')")));
    assertThat(host.hear()).isEqualTo("held");
    return failure;
  }

  private OutcomeUnknownException stopAt(String place) throws Exception {
    CompletableFuture<OutcomeUnknownException> failure = writeHeldAt(place);
    host.stop();
    OutcomeUnknownException unknown = failure.get();
    assertThat(unknown.getSQLState()).isEqualTo("08007");
    assertThatThrownBy(() -> unknown.committed(Duration.ofMillis(100)))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08007"));
    return unknown;
  }

  @ParameterizedTest
  @CsvSource({
    "BEFORE_EXECUTE, CONT", "COMMITTED, CONT",
    "BEFORE_COMMIT, KILL", "COMMITTED, KILL"
  })
  void shouldFindOutWhatAStoppedHostHasDone(String place, String then) throws Exception {
    mine = DriverManager.getConnection(url + "?hostTimeout=1s");
    OutcomeUnknownException unknown = stopAt(place);
    host.signal(then);
    if (then.equals("CONT")) {
      assertThat(host.ask("go")).isEqualTo("done");
    }
    boolean committed = unknown.committed(LONG);
    assertThat(number("SELECT count(*) FROM t")).isEqualTo(committed ? 1 : 0);
    if (then.equals("KILL")) {
      assertThat(committed).isEqualTo(place.equals("COMMITTED"));
    }
    assertThat(unknown.committed(LONG)).isEqualTo(committed);
    update(mine, "INSERT INTO t VALUES (2, 'on')");
    assertThat(number("SELECT count(*) FROM t WHERE id = 2")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"BEFORE_COMMIT, CONT", "BEFORE_EXECUTE, KILL"})
  @Tag("drill")
  void shouldFindItOutInTheOtherCases(String place, String then) throws Exception {
    shouldFindOutWhatAStoppedHostHasDone(place, then);
  }

  @Test
  @Tag("drill")
  void shouldStillKnowWhenTheConnectionIsClosedAndOthersHaveWrittenMuch() throws Exception {
    mine = DriverManager.getConnection(url + "?hostTimeout=1s");
    OutcomeUnknownException unknown = stopAt("COMMITTED");
    host.signal("CONT");
    assertThat(host.ask("go")).isEqualTo("done");
    mine.close();
    try (ChildJvm other = dev.bolt.testing.SqlChild.start(url)) {
      other.hear();
      int much = 1100;
      for (int i = 0; i < much; i++) {
        other.say("INSERT INTO t VALUES (2, 'much')");
      }
      for (int i = 0; i < much; i++) {
        assertThat(other.hear()).isEqualTo("count 1");
      }
    }
    assertThat(unknown.committed(LONG)).isTrue();
  }

  @Test
  void shouldSayThatNobodyKeepsOutcomesWhenTheyAreTurnedOff() throws Exception {
    host.close();
    host = DyingHost.start(url + "?exactlyOnce=false");
    mine = DriverManager.getConnection(url + "?exactlyOnce=false");
    for (int i = 0; i < 10; i++) {
      // Known to be short, so that the next one is taken into a group, and to the place.
      update(mine, "INSERT INTO t VALUES (1, 'x')");
    }
    CompletableFuture<OutcomeUnknownException> failure = writeHeldAt("BEFORE_EXECUTE");
    host.kill();
    OutcomeUnknownException unknown = failure.get();
    assertThat(unknown.getSQLState()).isEqualTo("08007");
    assertThatThrownBy(() -> unknown.committed(LONG))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08007"));
    assertThat(number("SELECT count(*) FROM t")).isEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"BEFORE_COMMIT", "COMMITTED"})
  void shouldAskTheNextHostWhenTheOneThatIsAskedDies(String place) throws Exception {
    mine = DriverManager.getConnection(url + "?host=never&lockTimeout=60s");
    ChildJvm second = DyingHost.start(url);
    try {
      assertThat(second.ask("die ASKED 0")).isEqualTo("done");
      assertThat(host.ask("die " + place + " 0")).isEqualTo("done");
      CompletableFuture<Integer> answer =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return update(mine, "INSERT INTO t VALUES (1, 'x')");
                } catch (SQLException e) {
                  throw new AssertionError(e);
                }
              });
      assertThat(second.hear()).isNull();
      host.close();
      host = DyingHost.start(url);
      assertThat(answer.get()).isEqualTo(1);
      assertThat(number("SELECT count(*) FROM t")).isEqualTo(1);
    } finally {
      second.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"BEFORE_COMMIT", "COMMITTED"})
  void shouldNotWriteIntoAnotherTableOfTheNameOfALostTemporaryOne(String place) throws Exception {
    mine = DriverManager.getConnection(url);
    update(mine, "CREATE TEMPORARY TABLE gone(x INTEGER)");
    update(mine, "CREATE SCHEMA s");
    update(mine, "CREATE TABLE s.t(id INTEGER, note VARCHAR)");
    mine.setSchema("s");
    assertThat(host.ask("die " + place + " 0")).isEqualTo("done");
    int written = 0;
    try {
      written = update(mine, "INSERT INTO t VALUES (1, 'x')");
    } catch (SQLException e) {
      assertThat(e.getSQLState()).isEqualTo("08006");
    }
    assertThat(written).isEqualTo(place.equals("COMMITTED") ? 1 : 0);
    if (written == 1) {
      assertThatThrownBy(() -> number("SELECT 1"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08006"));
    }
    assertThat(number("SELECT count(*) FROM main.t")).isZero();
    assertThat(number("SELECT count(*) FROM t")).isEqualTo(written);
    assertThat(mine.getSchema()).isEqualTo("s");
  }

  @Test
  void shouldWriteAnAttachedDatabase() throws Exception {
    mine = DriverManager.getConnection(url);
    update(mine, "ATTACH '" + folder.resolve("b.duckdb") + "' AS b");
    update(mine, "CREATE TABLE b.t(id INTEGER, note VARCHAR)");
    assertThat(update(mine, "INSERT INTO b.t VALUES (1, 'alone')")).isEqualTo(1);
    assertThat(batch("INSERT INTO b.t VALUES (?, 'batch')")).hasSize(10).containsOnly(1);
    assertThat(batch("INSERT INTO t VALUES (?, 'batch')")).hasSize(10).containsOnly(1);
    mine.setAutoCommit(false);
    update(mine, "INSERT INTO b.t VALUES (3, 'tx')");
    mine.commit();
    batch("INSERT INTO b.t VALUES (?, 'batch in tx')");
    mine.commit();
    batch("INSERT INTO t VALUES (?, 'batch in tx')");
    mine.commit();
    mine.setAutoCommit(true);
    assertThat(number("SELECT count(*) FROM b.t")).isEqualTo(22);
    assertThat(number("SELECT count(*) FROM t")).isEqualTo(20);
  }

  private int[] batch(String sql) throws SQLException {
    try (PreparedStatement insert = mine.prepareStatement(sql)) {
      for (int i = 0; i < 10; i++) {
        insert.setInt(1, i);
        insert.addBatch();
      }
      return insert.executeBatch();
    }
  }
}
