package dev.bolt.node;

import static org.assertj.core.api.Assertions.assertThat;
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

  private long number(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
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
