package dev.bolt.database;

import dev.bolt.EngineKind;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the tests of the interface share: each runs on a fresh file of each engine. */
@ParameterizedClass
@EnumSource(EngineKind.class)
@Timeout(60)
abstract class DatabaseTest {
  @Parameter EngineKind engine;
  @TempDir Path folder;
  ConcurrentDatabase db;

  @BeforeEach
  void open() throws SQLException {
    db = open(config());
    db.execute("CREATE TABLE notes (id BIGINT PRIMARY KEY, body VARCHAR)");
  }

  @AfterEach
  void close() {
    db.close();
  }

  /** How the database of a test is opened. */
  DatabaseConfig config() {
    return DatabaseConfig.defaults()
        .withMaxConnections(3)
        .withConnectionTimeout(Duration.ofSeconds(20));
  }

  final ConcurrentDatabase open(DatabaseConfig config) throws SQLException {
    return ConcurrentDatabase.open(folder.resolve("a.db"), config.withEngine(engine));
  }

  final long count() throws SQLException {
    return db.queryOne("SELECT count(*) AS n FROM notes").orElseThrow().getLong("n");
  }

  /** A query of many rows, which the engine makes as they are read. */
  final String manyRows(int count) {
    return engine == EngineKind.DUCKDB
        ? "SELECT range AS i FROM range(" + count + ")"
        : "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < "
            + (count - 1)
            + ") SELECT i FROM n";
  }

  /** A query that runs for minutes unless it is cancelled. */
  final String endlessQuery() {
    return engine == EngineKind.DUCKDB
        ? "SELECT count(*) FROM range(100000000000) a WHERE hash(a.range) % 7 = 8"
        : "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000000000)"
            + " SELECT count(*) FROM n";
  }
}
