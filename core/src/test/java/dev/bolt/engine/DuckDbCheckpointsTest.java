package dev.bolt.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bolt.EngineKind;
import dev.bolt.sql.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The log is written into the file before there is much in it, unless the user decides when. */
@Timeout(60)
class DuckDbCheckpointsTest {

  /** A megabyte, which is in the log as it is. */
  private static final String INSERT_MUCH = "INSERT INTO t SELECT range, range FROM range(60000)";

  private static final long LITTLE = 128 * 1024;

  @TempDir Path folder;
  private DuckDbEngine engine;
  private EngineSession session;

  private void open(Map<String, String> options) throws SQLException {
    engine = DuckDbEngine.open(folder.resolve("a.duckdb"), options, false);
    session = engine.openSession(SessionContext.ofThisProcess());
    run("CREATE TABLE t(i BIGINT, j BIGINT)");
  }

  @AfterEach
  void close() throws SQLException {
    engine.close();
  }

  private void run(String sql) throws SQLException {
    session.execute(
        Sql.split(sql, EngineKind.DUCKDB).get(0), new Object[0], ExecuteOptions.AUTO_COMMIT);
  }

  private long logBytes() throws IOException {
    Path log = folder.resolve("a.duckdb.wal");
    return Files.exists(log) ? Files.size(log) : 0;
  }

  private void awaitAShortLog() {
    await().atMost(Duration.ofSeconds(20)).until(() -> logBytes() < LITTLE);
  }

  @Test
  void shouldKeepTheLogShort() throws Exception {
    open(Map.of());
    run(INSERT_MUCH);
    awaitAShortLog();
  }

  @Test
  void shouldKeepTheLogShortBesideAnOpenTransaction() throws Exception {
    open(Map.of());
    EngineSession other = engine.openSession(SessionContext.ofThisProcess());
    other.execute(
        Sql.split("INSERT INTO t VALUES (1, 1)", EngineKind.DUCKDB).get(0),
        new Object[0],
        ExecuteOptions.IN_TRANSACTION);
    run(INSERT_MUCH);
    awaitAShortLog();
    other.commit(0, null);
    assertThat(other.transaction()).isEqualTo(TransactionState.NONE);
  }

  @Test
  void shouldLeaveItToAUserWhoOpensWithAThreshold() throws Exception {
    open(Map.of("checkpoint_threshold", "1GB"));
    run(INSERT_MUCH);
    assertThat(longestPause()).isGreaterThan(LITTLE);
  }

  @Test
  void shouldLeaveItToAUserWhoSetsAThreshold() throws Exception {
    open(Map.of());
    run("SET GLOBAL wal_autocheckpoint = '1GB'");
    run(INSERT_MUCH);
    assertThat(longestPause()).isGreaterThan(LITTLE);
  }

  /** What is in the log after a time in which it would have been written into the file. */
  private long longestPause() throws InterruptedException, IOException {
    Thread.sleep(500);
    return logBytes();
  }
}
