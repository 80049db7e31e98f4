package dev.bolt.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.EngineKind;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The kinds of examples that the engines' own parsers accept. */
@Timeout(60)
class StatementKindTest {
  private static final String DUCKDB =
      """
      QUERY: SELECT 1 | (SELECT 1) | ((SELECT 1) UNION SELECT 2) | (FROM t) | VALUES (1) | FROM t
      QUERY: FROM t SELECT a | TABLE t | PIVOT t ON a USING sum(a) | /* c */ SELECT 1 -- c
      QUERY: UNPIVOT t ON a INTO NAME n VALUE v | PIVOT_WIDER t ON a USING sum(a) | SELECT nextval('s')
      QUERY: WITH x AS (SELECT 1) SELECT * FROM x | WITH x AS (SELECT 1) FROM x | (WITH x AS (SELECT 1) FROM x)
      QUERY: WITH x AS (SELECT 1) (SELECT * FROM x) | WITH x AS (SELECT 1) PIVOT t ON a USING sum(a)
      QUERY: WITH RECURSIVE x(a, b) AS NOT MATERIALIZED (SELECT 1, ')'), y AS (SELECT 2) SELECT * FROM x
      QUERY: WITH RECURSIVE x(a) USING KEY (a) AS (SELECT 1 UNION SELECT a FROM x) SELECT * FROM x
      QUERY: WITH "insert" AS (SELECT (1)) SELECT 1 | SELECT\u00a01
      DML: INSERT INTO t VALUES (1, 'a') | INSERT OR REPLACE INTO t VALUES (1, 'a') | DELETE FROM t
      DML: UPDATE t SET b = 'x' RETURNING a | UPDATE extensions SET a = 1
      DML: MERGE INTO t USING t AS x ON t.a = x.a WHEN MATCHED THEN DELETE
      DML: WITH x AS (SELECT 1) INSERT INTO t SELECT 1, 'x' | WITH x AS (SELECT (1)) UPDATE t SET b = 'x'
      DML: WITH x AS (SELECT 1), y AS (SELECT 2) DELETE FROM t USING x
      DML: WITH x AS (INSERT INTO t VALUES (1, 'b') RETURNING a) SELECT * FROM x
      DML: WITH x AS (SELECT 1 AS a) MERGE INTO t USING x ON t.a = x.a WHEN MATCHED THEN DELETE
      DDL: CREATE TABLE x(a INT) | CREATE OR REPLACE TABLE x AS SELECT 1 | CREATE TABLE temp(a INT)
      DDL: CREATE INDEX temp ON t(b) | CREATE UNIQUE INDEX i ON t(b) | CREATE SCHEMA s | CREATE VIEW v AS FROM temp.x
      DDL: CREATE MACRO m(a) AS a | CREATE TYPE e AS ENUM ('a') | CREATE SECRET s (TYPE s3) | CREATE SEQUENCE q
      DDL: DROP TABLE t | DROP TABLE IF EXISTS temp | ALTER TABLE t ADD COLUMN c INT | TRUNCATE t
      DDL: COMMENT ON TABLE t IS 'x' | ALTER TABLE t RENAME TO temp
      TEMPORARY_DDL: CREATE TEMP TABLE x(a INT) | CREATE TEMPORARY VIEW v AS SELECT 1 | CREATE OR REPLACE TEMP TABLE x(a INT)
      TEMPORARY_DDL: CREATE TEMP MACRO m(a) AS a | CREATE TEMP TABLE IF NOT EXISTS x(a INT) | CREATE TEMP SEQUENCE q
      TEMPORARY_DDL: DROP TABLE temp.x | DROP TABLE IF EXISTS "TEMP".x | DROP TABLE temp.main.x
      TEMPORARY_DDL: ALTER TABLE IF EXISTS temp.x ADD COLUMN c INT | TRUNCATE temp.x | COMMENT ON TABLE temp.x IS 'y'
      BEGIN: BEGIN | BEGIN TRANSACTION | BEGIN WORK | BEGIN TRANSACTION READ ONLY | START TRANSACTION | START | begin;
      COMMIT: COMMIT | COMMIT TRANSACTION | COMMIT WORK | END | END TRANSACTION
      ROLLBACK: ROLLBACK | ROLLBACK TRANSACTION | ROLLBACK WORK | ABORT | ABORT TRANSACTION
      SET: SET threads = 1 | SET SESSION schema = 'main' | SET VARIABLE x = 1 | RESET threads | SET TIME ZONE 'UTC'
      SET: PRAGMA threads = 1 | PRAGMA search_path='main' | SET schema 'main'
      USE: USE main | USE memory.main
      PREPARE: PREPARE p AS SELECT ? | DEALLOCATE p
      EXECUTE: EXECUTE p(1)
      ATTACH: ATTACH ':memory:' AS x | ATTACH IF NOT EXISTS 'x.db' AS y
      DETACH: DETACH x | DETACH DATABASE IF EXISTS x
      COPY_TO: COPY t TO 'x.csv' | COPY (SELECT 1) TO 'x.csv' (HEADER) | COPY (FROM t) TO 'x.csv' | COPY t(a) TO 'x.csv'
      COPY_TO: COPY (WITH x AS (SELECT 1) SELECT * FROM x) TO 'x.csv' | COPY memory.main.t (a, b) TO 'x.csv'
      COPY_TO: EXPORT DATABASE 'target/x' | EXPORT DATABASE memory TO 'target/x' (FORMAT parquet) | COPY "from" TO 'x'
      COPY_FROM: COPY t FROM 'x.csv' | COPY t(a) FROM 'x.csv' | COPY "to" FROM 'x' | IMPORT DATABASE 'target/x'
      COPY_FROM: COPY FROM DATABASE a TO b | COPY FROM DATABASE a TO b (SCHEMA)
      PRAGMA: PRAGMA table_info('t') | PRAGMA database_list | PRAGMA enable_profiling
      EXPLAIN: EXPLAIN SELECT 1 | EXPLAIN (FORMAT json) SELECT 1 | EXPLAIN (SELECT 1 AS x) | DESCRIBE t | DESC t | SHOW TABLES
      EXPLAIN: SUMMARIZE t | SHOW ALL TABLES | DESCRIBE SELECT 1 | EXPLAIN DELETE FROM t
      EXPLAIN_ANALYZE: EXPLAIN ANALYZE INSERT INTO t VALUES (1, 'a') | EXPLAIN ANALYSE SELECT 1
      EXPLAIN_ANALYZE: EXPLAIN (ANALYZE) SELECT 1 | EXPLAIN (FORMAT json, ANALYZE) DELETE FROM t
      CHECKPOINT: CHECKPOINT | FORCE CHECKPOINT | CHECKPOINT memory
      MAINTENANCE: VACUUM | VACUUM ANALYZE | ANALYZE | ANALYZE t
      CALL: CALL pragma_version()
      EXTENSION: LOAD json | INSTALL json | FORCE INSTALL json | UPDATE EXTENSIONS | UPDATE EXTENSIONS (json)
      OTHER: CONNECT x
      """;
  private static final String SQLITE =
      """
      QUERY: SELECT 1 | VALUES (1) | WITH x AS (SELECT 1) SELECT * FROM x | WITH x AS (SELECT 1) VALUES (1)
      DML: INSERT INTO t VALUES (1, 'a') | INSERT OR IGNORE INTO t VALUES (1, 'a') | REPLACE INTO t VALUES (1, 'a')
      DML: UPDATE t SET b = 'x' RETURNING a | DELETE FROM t | WITH x AS (SELECT 1) REPLACE INTO t SELECT 1, 'x'
      DML: WITH RECURSIVE x(a) AS NOT MATERIALIZED (SELECT 1) UPDATE t SET b = 1 | WITH replace AS (SELECT 1) DELETE FROM t
      DDL: CREATE TABLE x(a) | CREATE UNIQUE INDEX i ON t(b) | CREATE VIRTUAL TABLE v USING fts5(a) | DROP TABLE t
      DDL: ALTER TABLE t RENAME TO q | CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT 1; SELECT 2; END
      DDL: CREATE TABLE temp(a)
      TEMPORARY_DDL: CREATE TEMP TABLE x(a) | CREATE TEMPORARY TABLE x(a) | CREATE TABLE temp.x(a) | DROP TABLE IF EXISTS temp.x
      TEMPORARY_DDL: CREATE TEMP TRIGGER r AFTER INSERT ON t BEGIN SELECT 1; END | DROP TABLE IF EXISTS [temp].x
      TEMPORARY_DDL: CREATE TABLE IF NOT EXISTS temp.x(a) | CREATE VIRTUAL TABLE temp.v USING fts5(a)
      BEGIN: BEGIN | BEGIN DEFERRED | BEGIN IMMEDIATE TRANSACTION | BEGIN EXCLUSIVE | BEGIN TRANSACTION
      COMMIT: COMMIT | COMMIT TRANSACTION | END | END TRANSACTION
      ROLLBACK: ROLLBACK | ROLLBACK TRANSACTION
      SAVEPOINT: SAVEPOINT x | SAVEPOINT "x y"
      RELEASE: RELEASE x | RELEASE SAVEPOINT x
      ROLLBACK_TO: ROLLBACK TO x | ROLLBACK TO SAVEPOINT x | ROLLBACK TRANSACTION TO SAVEPOINT x
      ATTACH: ATTACH ':memory:' AS x | ATTACH DATABASE ':memory:' AS x
      DETACH: DETACH x | DETACH DATABASE x
      PRAGMA: PRAGMA journal_mode | PRAGMA main.journal_mode = WAL | PRAGMA foreign_keys(1) | EXPLAIN PRAGMA cache_size
      PRAGMA: PRAGMA cache_size = 10
      EXPLAIN: EXPLAIN SELECT 1 | EXPLAIN QUERY PLAN INSERT INTO t VALUES (1, 'a')
      MAINTENANCE: VACUUM | VACUUM main INTO 'x.db' | ANALYZE | ANALYZE t | REINDEX
      """;

  @ParameterizedTest
  @MethodSource("examples")
  void shouldKnowKindOfWhatEngineAccepts(EngineKind engine, StatementKind kind, String text)
      throws SQLException {
    assertThat(Sql.split(text, engine))
        .singleElement()
        .extracting(SqlStatement::kind)
        .isEqualTo(kind);
    assertThat(parserErrorOf(text, engine)).isEmpty();
  }

  @Test
  void shouldHaveExampleOfEveryKind() {
    Set<StatementKind> kinds =
        examples().map(example -> (StatementKind) example.get()[1]).collect(Collectors.toSet());
    assertThat(kinds).containsAll(EnumSet.allOf(StatementKind.class));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "foo",
        "1",
        "'x'",
        "\"select\"",
        "(",
        "WITH",
        "WITH x AS",
        "WITH x AS (SELECT 1",
        "(BEGIN)",
        "WITH x AS (SELECT 1) COMMIT",
        "SAVE",
        "(((",
        ")"
      })
  void shouldCallRubbishOther(String text) {
    for (EngineKind engine : EngineKind.values()) {
      assertThat(Sql.split(text, engine))
          .allMatch(statement -> statement.kind() == StatementKind.OTHER);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"START TRANSACTION", "ABORT", "SET x = 1", "USE main", "COPY t TO 'x'"})
  void shouldNotTakeWordsOfOneEngineForThoseOfAnother(String text) {
    assertThat(Sql.split(text, EngineKind.SQLITE).get(0).kind()).isEqualTo(StatementKind.OTHER);
  }

  /** One for all examples, which are prepared only: to open one takes longer than all else. */
  private static Connection duckDb;

  @BeforeAll
  static void openDuckDb() throws SQLException {
    duckDb = DriverManager.getConnection("jdbc:duckdb:");
  }

  @AfterAll
  static void closeDuckDb() throws SQLException {
    duckDb.close();
  }

  static Stream<Arguments> examples() {
    return Stream.concat(examples(EngineKind.DUCKDB, DUCKDB), examples(EngineKind.SQLITE, SQLITE));
  }

  private static Stream<Arguments> examples(EngineKind engine, String table) {
    return table
        .lines()
        .flatMap(
            line -> {
              List<String> parts = List.of(line.split(": ", 2));
              StatementKind kind = StatementKind.valueOf(parts.get(0));
              return Arrays.stream(parts.get(1).split(" \\| "))
                  .map(text -> Arguments.of(engine, kind, text.strip()));
            });
  }

  /** What the engine's parser says against a text; other errors do not count. */
  private static String parserErrorOf(String text, EngineKind engine) throws SQLException {
    try (Connection connection =
        engine == EngineKind.DUCKDB
            ? duckDb.unwrap(DuckDBConnection.class).duplicate()
            : DriverManager.getConnection("jdbc:sqlite::memory:")) {
      try (PreparedStatement table =
          connection.prepareStatement(
              "CREATE TABLE IF NOT EXISTS t(a INT PRIMARY KEY, b VARCHAR)")) {
        table.execute();
      }
      try (PreparedStatement prepared = connection.prepareStatement(text)) {
        return prepared.isClosed() ? "closed" : "";
      } catch (SQLException e) {
        String message = e.getMessage();
        return message.contains("Parser Error") || message.contains("syntax error") ? message : "";
      }
    }
  }
}
