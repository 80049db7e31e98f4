package dev.bolt.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.EngineKind;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The number of parameters, compared with what the engine itself says. */
@Timeout(60)
class ParameterCountTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "SELECT ? + ?",
        "SELECT ?1 + ?2",
        "SELECT ?3",
        "SELECT ?2, ?",
        "SELECT ?, ?1",
        "SELECT ?1, ?",
        "SELECT $1 + $1, $01",
        "SELECT $1, ?",
        "SELECT ?1, $1",
        "SELECT $2",
        "SELECT $name, $NAME, $other, $\"a b\", $select, $ä",
        "SELECT $1a, ?a",
        "SELECT {'a': ?, b: 2}, {'c':?}, MAP {'a': ?}",
        "SELECT [1, 2, 3][?:?], [1, 2, 3][1:2]",
        "SELECT 1::INT, ?::INT, ? ::INT",
        "SELECT a : 1, b: ?",
        "SELECT '?', \"a?\", $$ ? $$, $x$ ? $$ $x$, E'\\'?', 'a\\', ? FROM (SELECT 1 AS \"a?\")",
        "SELECT a$1 FROM (SELECT 1 AS a$1)",
        "SELECT @a, #1 FROM (SELECT 1 AS a)",
        "SELECT /* ? /* ? */ ? */ ? -- ?\n, ?",
        "SELECT list_transform([1], lambda x: x + ?)",
        "SELECT '{\"a\": 1}'::JSON -> 'a', '{\"a\": 1}'::JSON ->> ?",
        "FROM range(?) WHERE range >= ?",
        "SELECT * FROM read_csv('x', header := ?)",
        "INSERT INTO t VALUES (?, ?)",
        "UPDATE t SET b=? WHERE a=?",
      })
  void shouldCountAsDuckDbDoes(String text) throws SQLException {
    assertCountedAs("jdbc:duckdb:", text, EngineKind.DUCKDB);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "SELECT ? + ?",
        "SELECT ?3",
        "SELECT ?3, ?",
        "SELECT ?, ?1",
        "SELECT ?2, :a",
        "SELECT :a, ?",
        "SELECT ?01, ?1",
        "SELECT $1, ?1, $1",
        "SELECT $name, :name, @name, $name, #name",
        "SELECT :a::b, $a::b(c;d), $$, @1, :1",
        "SELECT ?1a, ?b",
        "SELECT '?', \"a?\", `b?`, [c?], 'a\\', ? FROM (SELECT 1 AS `b?`, 2 AS [c?])",
        "SELECT /* ? /* ? */ ? -- ?\n, ?",
        "SELECT '{\"a\": 1}' -> 'a', ? ->> ?",
        "SELECT a$1 FROM (SELECT 1 AS a$1)",
        "SELECT 1 /* ? ",
        "INSERT INTO t VALUES (?, ?)",
      })
  void shouldCountAsSqliteDoes(String text) throws SQLException {
    assertCountedAs("jdbc:sqlite::memory:", text, EngineKind.SQLITE);
  }

  private static void assertCountedAs(String url, String text, EngineKind engine)
      throws SQLException {
    try (Connection connection = DriverManager.getConnection(url)) {
      try (PreparedStatement table =
          connection.prepareStatement("CREATE TABLE t(a INT, b VARCHAR)")) {
        table.execute();
      }
      try (PreparedStatement prepared = connection.prepareStatement(text)) {
        assertThat(Sql.split(text, engine))
            .singleElement()
            .extracting(SqlStatement::parameterCount)
            .isEqualTo(prepared.getParameterMetaData().getParameterCount());
      }
    }
  }
}
