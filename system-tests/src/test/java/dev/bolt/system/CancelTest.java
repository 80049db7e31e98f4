package dev.bolt.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bolt.EngineKind;
import dev.bolt.testing.ChildJvm;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Statements that would run for minutes, in a process that joined another one. */
@Timeout(120)
class CancelTest {

  private static final int TIMES = 5;

  @TempDir Path folder;

  /** Counts pairs for far more than a minute; the engine gives no row before its end. */
  private static String endless(EngineKind engine) {
    return switch (engine) {
      case DUCKDB ->
          "SELECT count(*) FROM range(10000000) a(x), range(10000000) b(y)"
              + " WHERE (x * 31 + y) % 1000003 = 7";
      case SQLITE ->
          "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 10000000000)"
              + " SELECT count(*) FROM n";
    };
  }

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void shouldCancelALongStatementInUnderASecondWhileTheOthersGoOn(EngineKind engine)
      throws Exception {
    DatabaseFile file = DatabaseFile.in(folder, engine).fill(3);
    try (Children children = new Children()) {
      ChildJvm other = children.open(file.url());
      try (Connection connection = file.connect();
          Statement statement = connection.createStatement()) {
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
          CompletableFuture<SQLException> ending =
              CompletableFuture.supplyAsync(() -> failure(statement, endless(engine)));
          assertThat(other.ask("SELECT count(*) FROM t")).isEqualTo("rows 3");

          times.add(cancel(statement, ending));

          assertThat(ending.get().getSQLState()).isEqualTo("57014");
          assertThat(DatabaseFile.number(connection, "SELECT count(*) FROM t")).isEqualTo(3);
        }
        // A busy machine may hold one of them up.
        assertThat(Collections.min(times)).isLessThan(Duration.ofSeconds(1));
        assertThat(other.ask("INSERT INTO t VALUES (3)")).isEqualTo("count 1");
      }
    }
    assertThat(file.rows()).isEqualTo(4);
  }

  /** Cancels until the statement has ended, as it may not even have begun; the time it takes. */
  private static Duration cancel(Statement statement, CompletableFuture<SQLException> ending)
      throws SQLException, InterruptedException, ExecutionException {
    long start = System.nanoTime();
    while (true) {
      statement.cancel();
      try {
        ending.get(10, TimeUnit.MILLISECONDS);
        return Duration.ofNanos(System.nanoTime() - start);
      } catch (TimeoutException e) {
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(20));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void shouldEndALongStatementAtItsTimeoutWhileTheOthersGoOn(EngineKind engine) throws Exception {
    DatabaseFile file = DatabaseFile.in(folder, engine).fill(3);
    try (Children children = new Children()) {
      ChildJvm other = children.open(file.url());
      try (Connection connection = file.connect();
          Statement statement = connection.createStatement()) {
        statement.setQueryTimeout(1);
        long start = System.nanoTime();

        SQLException failure = failure(statement, endless(engine));

        assertThat((Throwable) failure).isInstanceOf(SQLTimeoutException.class);
        assertThat(failure.getSQLState()).isEqualTo("57014");
        assertThat(System.nanoTime() - start)
            .isBetween(TimeUnit.SECONDS.toNanos(1), TimeUnit.SECONDS.toNanos(20));
        assertThat(DatabaseFile.number(connection, "SELECT count(*) FROM t")).isEqualTo(3);
      }
      assertThat(other.ask("INSERT INTO t VALUES (3)")).isEqualTo("count 1");
    }
  }

  private static SQLException failure(Statement statement, String sql) {
    return catchThrowableOfType(
        SQLException.class,
        () -> {
          try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
          }
        });
  }
}
