package dev.bolt.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bolt.testing.ChildJvm;
import dev.bolt.testing.SqlChild;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a joined process is told of writes that have much to tell. */
@Timeout(120)
class LargeAnswerTest {

  /** More than a frame of a batch holds. */
  private static final int ROWS = 2_000;

  private static final int KEYS = 1_000_000;

  @TempDir Path folder;

  private ChildJvm host;
  private Connection connection;

  @BeforeEach
  void joinHost() throws Exception {
    String url = "jdbc:bolt:duckdb:" + folder.resolve("a.duckdb");
    host = SqlChild.start(url);
    assertThat(host.hear()).isEqualTo("open");
    connection = DriverManager.getConnection(url);
    run("CREATE TABLE t(x INTEGER PRIMARY KEY, s VARCHAR)");
  }

  @AfterEach
  void end() throws SQLException {
    connection.close();
    host.close();
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void createTableWithKeys() throws SQLException {
    run("CREATE SEQUENCE ids");
    run("CREATE TABLE k(id BIGINT DEFAULT nextval('ids') PRIMARY KEY, s VARCHAR)");
  }

  private long number(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }

  @Test
  void shouldHandOutAMillionGeneratedKeys() throws SQLException {
    createTableWithKeys();
    try (Statement insert = connection.createStatement()) {
      long count =
          insert.executeLargeUpdate(
              "INSERT INTO k(s) SELECT 'name ' || i FROM range(%d) r(i)".formatted(KEYS),
              Statement.RETURN_GENERATED_KEYS);
      assertThat(count).isEqualTo(KEYS);
      try (ResultSet keys = insert.getGeneratedKeys()) {
        // The keys wait while the session does something else.
        assertThat(number("SELECT count(*) FROM k")).isEqualTo(KEYS);
        long sum = 0;
        long rows = 0;
        while (keys.next()) {
          sum += keys.getLong("id");
          rows++;
        }
        assertThat(rows).isEqualTo(KEYS);
        assertThat(sum).isEqualTo(number("SELECT sum(id) FROM k"));
      }
    }
  }

  @Test
  void shouldNotKeepAHostThatClosesWaitingForKeysThatAreHere() throws Exception {
    createTableWithKeys();
    try (Statement insert = connection.createStatement()) {
      insert.executeUpdate("INSERT INTO k(s) VALUES ('x')", Statement.RETURN_GENERATED_KEYS);
      assertThat(host.ask("close")).isEqualTo("done");
      assertThat(number("SELECT count(*) FROM k")).isEqualTo(1);
      ResultSet keys = insert.getGeneratedKeys();
      assertThat(keys.next()).isTrue();
      assertThat(keys.getInt(1)).isEqualTo(1);
    }
  }

  @Test
  void shouldSayThatKeysAreLostWithTheirHost() throws Exception {
    createTableWithKeys();
    try (Statement insert = connection.createStatement()) {
      insert.executeUpdate(
          "INSERT INTO k(s) SELECT i FROM range(200000) r(i)", Statement.RETURN_GENERATED_KEYS);
      ResultSet keys = insert.getGeneratedKeys();
      assertThat(keys.next()).isTrue();
      host.kill();

      assertThatThrownBy(
              () -> {
                while (keys.next()) {
                  // Until those are read that were here.
                }
              })
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("is lost with its host");
      assertThat(number("SELECT count(*) FROM k")).isEqualTo(200_000);
    }
  }

  @Test
  void shouldHaveNoCountsForABatchOfWhichNothingIsKept() throws SQLException {
    BatchUpdateException failure = failingBatch();

    assertThat(failure.getSQLState()).isEqualTo("23505");
    assertThat(failure.getLargeUpdateCounts()).isEmpty();
    assertThat(number("SELECT count(*) FROM t")).isZero();
  }

  @Test
  void shouldHaveNoCountsForABatchThatHasEndedTheTransaction() throws SQLException {
    connection.setAutoCommit(false);

    assertThat(failingBatch().getLargeUpdateCounts()).isEmpty();

    connection.rollback();
    assertThat(number("SELECT count(*) FROM t")).isZero();
  }

  /** Fails in its last row, which comes in another frame than the first one. */
  private BatchUpdateException failingBatch() throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?)")) {
      for (int i = 0; i <= ROWS; i++) {
        insert.setInt(1, i % ROWS);
        insert.setString(2, "x".repeat(500));
        insert.addBatch();
      }
      return catchThrowableOfType(BatchUpdateException.class, insert::executeBatch);
    }
  }
}
