package dev.bolt.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Batches in auto-commit that meet a row which somebody else is changing, in DuckDB. */
@Timeout(60)
class BatchConflictTest {

  @TempDir Path folder;

  private Connection other;
  private Connection batches;

  @BeforeEach
  void open() throws SQLException {
    String url = "jdbc:bolt:duckdb:" + folder.resolve("a.duckdb");
    other = DriverManager.getConnection(url);
    batches = DriverManager.getConnection(url);
    try (Statement statement = other.createStatement()) {
      statement.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER)");
      statement.execute("INSERT INTO t VALUES (1, 0), (2, 0)");
      other.setAutoCommit(false);
      statement.execute("UPDATE t SET n = n + 1 WHERE id = 2");
    }
  }

  @AfterEach
  void close() throws SQLException {
    other.close();
    batches.close();
  }

  private int[] addTenToEach() throws SQLException {
    try (PreparedStatement update =
        batches.prepareStatement("UPDATE t SET n = n + 10 WHERE id = ?")) {
      for (int id = 1; id <= 2; id++) {
        update.setInt(1, id);
        update.addBatch();
      }
      return update.executeBatch();
    }
  }

  private int sum() throws SQLException {
    try (Statement statement = batches.createStatement();
        ResultSet row = statement.executeQuery("SELECT sum(n) FROM t")) {
      row.next();
      return row.getInt(1);
    }
  }

  @Test
  void shouldRunAgainUntilTheOtherIsDone() throws Exception {
    FutureTask<int[]> batch = new FutureTask<>(this::addTenToEach);
    Thread thread = new Thread(batch);
    thread.start();
    // It has lost the conflict, and waits before it tries again.
    while (thread.getState() != Thread.State.TIMED_WAITING && thread.isAlive()) {
      Thread.onSpinWait();
    }
    other.commit();

    assertThat(batch.get(30, TimeUnit.SECONDS)).containsExactly(1, 1);
    assertThat(sum()).isEqualTo(21);
  }

  @Test
  void shouldSayThatItLostWhenTheOtherIsNotDone() throws Exception {
    BatchUpdateException failure =
        catchThrowableOfType(BatchUpdateException.class, this::addTenToEach);

    assertThat(failure.getSQLState()).isEqualTo("40001");
    assertThat(failure.getUpdateCounts()).isEmpty();
    assertThat(sum()).isZero();
    other.rollback();
    assertThat(addTenToEach()).containsExactly(1, 1);
    assertThat(sum()).isEqualTo(20);
  }
}
