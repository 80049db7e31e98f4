package dev.bolt.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.testing.ChildJvm;
import dev.bolt.testing.SqlChild;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whether a connection of a joined process is valid depends on its host, and is told in time. */
@Timeout(60)
class ValidTest {

  /** Far above the second that is asked for, far below the times after which a call gives up. */
  private static final Duration SOON = Duration.ofSeconds(4);

  @TempDir Path folder;

  private String url;
  private ChildJvm host;

  @BeforeEach
  void startHost() throws Exception {
    url = "jdbc:bolt:duckdb:" + folder.resolve("a.duckdb");
    host = SqlChild.start(url);
    assertThat(host.hear()).isEqualTo("open");
    assertThat(host.ask("CREATE TABLE t(x INTEGER)")).startsWith("count");
  }

  @AfterEach
  void endHost() throws Exception {
    host.kill();
  }

  private static void assertNotValid(Connection connection) throws SQLException {
    long start = System.nanoTime();
    assertThat(connection.isValid(1)).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
  }

  private static long count(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT count(*) FROM t")) {
      result.next();
      return result.getLong(1);
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void shouldNotBeValidWhileTheHostIsStoppedAndLoseNothingByBeingAsked() throws Exception {
    try (Connection mine = DriverManager.getConnection(url)) {
      assertThat(mine.isValid(1)).isTrue();
      mine.setAutoCommit(false);
      run(mine, "INSERT INTO t VALUES (1)");
      host.stop();
      assertNotValid(mine);
      host.signal("CONT");

      assertThat(mine.isValid(30)).isTrue();
      mine.commit();
      assertThat(count(mine)).isEqualTo(1);
    }
  }

  @Test
  void shouldNotWaitLongerForASessionThatHasLostItsHost() throws Exception {
    try (Connection mine = DriverManager.getConnection(url + "?hostTimeout=3s")) {
      host.stop();
      assertThatThrownBy(() -> count(mine)).hasMessageContaining("stopped");

      assertNotValid(mine);

      host.signal("CONT");
      assertThat(mine.isValid(30)).isTrue();
      assertThat(count(mine)).isZero();
    }
  }

  @Test
  void shouldStayValidWhenTheHostIsReplaced() throws Exception {
    try (Connection mine = DriverManager.getConnection(url)) {
      host.kill();

      assertThat(mine.isValid(30)).isTrue();
      assertThat(count(mine)).isZero();
    }
  }

  @Test
  void shouldLeaveItToTheNextCallToTellWhatWasLost() throws Exception {
    try (Connection mine = DriverManager.getConnection(url)) {
      run(mine, "CREATE TEMP TABLE mine(x INTEGER)");
      host.kill();

      assertThat(mine.isValid(30)).isFalse();
      assertThatThrownBy(() -> count(mine)).hasMessageContaining("temporary tables");
      assertThat(mine.isValid(30)).isTrue();
    }
  }
}
