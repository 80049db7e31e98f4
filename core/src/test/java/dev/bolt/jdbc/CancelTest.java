package dev.bolt.jdbc;

import static dev.bolt.jdbc.SqlStates.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.ErrorCode;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CancelTest extends JdbcTest {
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stopThreads() throws InterruptedException {
    threads.shutdown();
    assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
  }

  /** Cancels again and again until it hits, since nobody can see whether the query has begun. */
  private void cancelUntil(AtomicBoolean over, Statement statement) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> {
              statement.cancel();
              return over.get();
            });
  }

  @Test
  void shouldCancelAStatementFromAnotherThread() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      AtomicBoolean over = new AtomicBoolean();
      CompletableFuture<Void> cancelling =
          CompletableFuture.runAsync(() -> cancelUntil(over, statement), threads);
      assertFails(
          ErrorCode.INTERRUPTED,
          () -> {
            try {
              column(statement.executeQuery(endlessQuery()));
            } finally {
              over.set(true);
            }
          });
      cancelling.join();
      assertThat(column(statement.executeQuery("SELECT 1"))).containsExactly("1");
    }
  }

  @Test
  void shouldCancelTheFetchingOfALaterRow() throws SQLException {
    String slowSecondRow = "SELECT 1 AS i UNION ALL SELECT * FROM (" + endlessQuery() + ") AS e";
    try (Statement statement = connection.createStatement()) {
      AtomicBoolean over = new AtomicBoolean();
      CompletableFuture<Void> cancelling =
          CompletableFuture.runAsync(() -> cancelUntil(over, statement), threads);
      assertFails(
          ErrorCode.INTERRUPTED,
          () -> {
            try {
              column(statement.executeQuery(slowSecondRow));
            } finally {
              over.set(true);
            }
          });
      cancelling.join();
      assertThat(column(statement.executeQuery("SELECT 1"))).containsExactly("1");
    }
  }

  @Test
  void shouldNotCancelAnotherStatementOfTheConnection() throws SQLException {
    try (Statement running = connection.createStatement();
        Statement idle = connection.createStatement()) {
      AtomicBoolean over = new AtomicBoolean();
      CompletableFuture<Void> cancelling =
          CompletableFuture.runAsync(() -> cancelUntil(over, idle), threads);
      try {
        for (int i = 0; i < 200; i++) {
          assertThat(column(running.executeQuery("SELECT " + i)))
              .containsExactly(String.valueOf(i));
        }
      } finally {
        over.set(true);
      }
      cancelling.join();
    }
  }

  @Test
  void shouldDoNothingWhenNothingRuns() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.cancel();
      assertThat(column(statement.executeQuery("SELECT 1"))).containsExactly("1");
      statement.cancel();
      assertThat(column(statement.executeQuery("SELECT 2"))).containsExactly("2");
    }
  }

  @Test
  void shouldEndAStatementWhenItsTimeIsOver() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      assertThat(statement.getQueryTimeout()).isEqualTo(1);
      assertThat(
              (Throwable)
                  assertFails(
                      ErrorCode.INTERRUPTED, () -> column(statement.executeQuery(endlessQuery()))))
          .isInstanceOf(SQLTimeoutException.class);
      assertThat(column(statement.executeQuery("SELECT 1"))).containsExactly("1");
      assertFails(ErrorCode.INVALID_ARGUMENT, () -> statement.setQueryTimeout(-1));
    }
  }

  @Test
  void shouldEndTheRunningStatementWhenAborted() throws Exception {
    BoltConnection aborted = file.connect();
    CompletableFuture<SQLException> failure = new CompletableFuture<>();
    threads.submit(
        () -> {
          try (Statement statement = aborted.createStatement()) {
            column(statement.executeQuery(endlessQuery()));
            failure.complete(null);
          } catch (SQLException e) {
            failure.complete(e);
          }
        });
    Awaitility.await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(10))
        .until(() -> !aborted.isValid(1) || failure.isDone());
    aborted.abort(threads);
    assertThat(aborted.isClosed()).isTrue();
    aborted.abort(threads);
    assertThat((Throwable) failure.get(10, TimeUnit.SECONDS)).isNotNull();
    assertFails(ErrorCode.CLOSED, aborted::createStatement);
  }

  @Test
  void shouldLetThreadsShareAConnection() throws Exception {
    CompletableFuture<?>[] writers = new CompletableFuture<?>[4];
    for (int w = 0; w < writers.length; w++) {
      int first = w * 100;
      writers[w] = CompletableFuture.runAsync(() -> insert(first, 25), threads);
    }
    CompletableFuture.allOf(writers).get(20, TimeUnit.SECONDS);
    assertThat(names()).hasSize(100);
  }

  private void insert(int first, int count) {
    try {
      for (int i = 0; i < count; i++) {
        execute("INSERT INTO t VALUES (" + (first + i) + ", 'a')");
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
