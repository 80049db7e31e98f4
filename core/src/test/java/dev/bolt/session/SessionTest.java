package dev.bolt.session;

import dev.bolt.EngineKind;
import dev.bolt.database.DatabaseConfig;
import dev.bolt.database.SqlOperations;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the tests of sessions share: each runs on a fresh file of each engine, with a clock that
 * stands still until the test moves it.
 */
@ParameterizedClass
@EnumSource(EngineKind.class)
@Timeout(60)
abstract class SessionTest {
  @Parameter EngineKind engine;
  @TempDir Path folder;
  final AtomicLong clock = new AtomicLong();
  SessionManager sessions;
  DatabaseSession session;

  @BeforeEach
  void open() throws SQLException {
    sessions = SessionManager.open(file(), config(), clock::get);
    session = sessions.open("first");
    session.execute("CREATE TABLE notes (id BIGINT PRIMARY KEY, body VARCHAR)");
  }

  @AfterEach
  void close() {
    sessions.close();
  }

  final Path file() {
    return folder.resolve("a.db");
  }

  /** How the sessions of a test are opened. */
  SessionConfig config() {
    return SessionConfig.defaults()
        .withMaxConnections(4)
        .withDatabase(DatabaseConfig.defaults().withEngine(engine));
  }

  /** As if this time had passed. */
  final void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  static int insert(SqlOperations on, long id) throws SQLException {
    return on.execute("INSERT INTO notes VALUES (?, 'x')", id);
  }

  static long count(SqlOperations on) throws SQLException {
    return on.queryOne("SELECT count(*) AS n FROM notes").orElseThrow().getLong("n");
  }

  /** A query that runs for minutes unless it is cancelled. */
  final String endlessQuery() {
    return engine == EngineKind.DUCKDB
        ? "SELECT count(*) FROM range(100000000000) a WHERE hash(a.range) % 7 = 8"
        : "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000000000)"
            + " SELECT count(*) FROM n";
  }
}
