package dev.bolt.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bolt.EngineKind;
import dev.bolt.rows.Chunk;
import dev.bolt.sql.Sql;
import dev.bolt.sql.SqlStatement;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The engine's background threads come for a long statement and go after it. */
@Timeout(60)
class DuckDbWorkersTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private static final String LONG =
      "SELECT max(md5(CAST(a.i * b.i AS VARCHAR))) FROM big a, big b";

  @TempDir Path folder;
  private DuckDbEngine engine;
  private EngineSession session;

  @BeforeEach
  void open() throws SQLException {
    open(Map.of());
  }

  private void open(Map<String, String> options) throws SQLException {
    engine = DuckDbEngine.open(folder.resolve("a.duckdb"), options, false);
    session = engine.openSession(SessionContext.ofThisProcess());
  }

  @AfterEach
  void close() throws SQLException {
    engine.close();
  }

  @Test
  void shouldHaveNoneForShortStatements() throws SQLException {
    run(session, "CREATE TABLE t(i INTEGER)");
    // On a busy machine a short statement may be a long one now and then; not all of them are.
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              run(session, "INSERT INTO t VALUES (1)");
              return setting("external_threads") == setting("threads");
            });
  }

  @Test
  void shouldComeForALongStatementAndGoAfterIt() throws Exception {
    run(session, "CREATE TABLE big AS SELECT range AS i FROM range(1000000)");
    EngineSession analyst = engine.openSession(SessionContext.ofThisProcess());
    CompletableFuture<Void> query = CompletableFuture.runAsync(() -> runCancelled(analyst));

    await().atMost(LIMIT).until(() -> setting("external_threads") == 1);
    analyst.cancel();
    query.join();

    await().atMost(LIMIT).until(() -> setting("external_threads") == setting("threads"));
  }

  @Test
  void shouldLeaveThreadsAloneThatAreInTheOptions() throws SQLException {
    engine.close();
    open(Map.of("threads", "3"));

    assertThat(setting("threads")).isEqualTo(3);
    assertThat(setting("external_threads")).isEqualTo(1);
  }

  @Test
  void shouldLeaveThreadsToWhoSetsThem() throws SQLException {
    run(session, "SET GLOBAL threads = 1");

    assertThat(setting("threads")).isEqualTo(1);
    assertThat(setting("external_threads")).isEqualTo(1);
  }

  private static void runCancelled(EngineSession session) {
    try {
      run(session, LONG);
      throw new AssertionError("The query was to be cancelled");
    } catch (SQLException e) {
      assertThat(e.getSQLState()).isEqualTo("57014");
    }
  }

  private int setting(String name) throws SQLException {
    Reply reply =
        session.execute(
            statement("SELECT CAST(current_setting('" + name + "') AS VARCHAR)"),
            new Object[0],
            ExecuteOptions.AUTO_COMMIT);
    try (Cursor.Chunks rows = (Cursor.Chunks) reply.cursor()) {
      Chunk chunk = rows.next();
      return Integer.parseInt(chunk.column(0).text(0));
    }
  }

  private static void run(EngineSession session, String sql) throws SQLException {
    Reply reply = session.execute(statement(sql), new Object[0], ExecuteOptions.AUTO_COMMIT);
    if (reply.hasRows()) {
      reply.cursor().close();
    }
  }

  private static SqlStatement statement(String sql) {
    return Sql.split(sql, EngineKind.DUCKDB).get(0);
  }
}
