package dev.bolt.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.EngineKind;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Splitting against the engines themselves, and against text that no engine would take. Bound by
 * the tries.
 */
class SplitPropertiesTest {
  private static final String COUNT_BY_DUCKDB =
      "SELECT json_array_length(json_serialize_sql(?), '$.statements')";

  /** One for all tries, as it takes longer to open than to ask. */
  private static Connection duckDb;

  @BeforeContainer
  static void openDuckDb() throws SQLException {
    duckDb = DriverManager.getConnection("jdbc:duckdb:");
  }

  @AfterContainer
  static void closeDuckDb() throws SQLException {
    duckDb.close();
  }

  @Property(tries = 3000)
  void shouldLoseNothingOfAnyText(@ForAll("anyText") String text, @ForAll EngineKind engine) {
    List<SqlStatement> statements = Sql.split(text, engine);

    assertThat(statements.stream().flatMap(each -> words(each.text(), engine)))
        .containsExactlyElementsOf(words(text, engine).toList());
    for (SqlStatement statement : statements) {
      assertThat(Sql.split(statement.text(), engine)).containsExactly(statement);
    }
  }

  @Property(tries = 100)
  void shouldCountStatementsAsDuckDbDoes(@ForAll("duckDbScript") String script)
      throws SQLException {
    try (PreparedStatement count = duckDb.prepareStatement(COUNT_BY_DUCKDB)) {
      count.setString(1, script);
      try (ResultSet result = count.executeQuery()) {
        result.next();
        assertThat(Sql.split(script, EngineKind.DUCKDB)).hasSize(result.getInt(1));
      }
    }
  }

  @Property(tries = 100)
  void shouldCountStatementsAsSqliteDoes(@ForAll("sqliteScript") String script)
      throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("CREATE TABLE t(a)");
      statement.executeUpdate(script);
      long inserts =
          Sql.split(script, EngineKind.SQLITE).stream()
              .filter(each -> each.kind() == StatementKind.DML)
              .count();
      try (ResultSet result = statement.executeQuery("SELECT count(*) FROM t")) {
        result.next();
        assertThat(inserts).isEqualTo(result.getLong(1));
      }
    }
  }

  @Provide
  Arbitrary<String> anyText() {
    return Arbitraries.of(
            ";",
            ";",
            "'",
            "\"",
            "`",
            "[",
            "]",
            "$",
            "$$",
            "$a$",
            "?",
            "?1",
            ":",
            "::",
            "@a",
            "#",
            "/*",
            "*/",
            "--",
            "\n",
            "\r",
            " ",
            "\u00a0",
            "\\",
            "E'",
            "a",
            "1",
            ".",
            "(",
            ")",
            ",",
            "CREATE TRIGGER",
            "BEGIN ",
            " END",
            "WITH ",
            " AS ",
            "SELECT ",
            "COPY ",
            "SET ",
            "TO ")
        .list()
        .ofMaxSize(30)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<String> duckDbScript() {
    return script(
        "SELECT 1",
        "SELECT 'a;''b'",
        "SELECT E'\\';', 'a\\'",
        "SELECT $$ ; ' $$, $t$ $$ ; $T$ $t$",
        "SELECT 1 AS \"a;\"\"b\", 2 AS `c;``d`",
        "SELECT {'a': 1}, [1, 2][1:2], 1::INT, a$b FROM (SELECT 1 AS a$b)",
        "FROM t SELECT a -- ;",
        "(SELECT 1 /* ; /* ; */ ; */)",
        "WITH a AS (SELECT ';') SELECT $1, ?, ?3",
        "");
  }

  @Provide
  Arbitrary<String> sqliteScript() {
    String insert = "INSERT INTO t ";
    return script(
        insert + "VALUES ('a;''b')",
        insert + "SELECT 1 AS [a;b] -- ;",
        insert + "SELECT 1 AS \"a;\"\"b\" /* ; /* ; */",
        insert + "SELECT 1 AS `a;``b`",
        insert + "SELECT 'a\\'",
        insert + "SELECT :a || $b::c(d;e) || ?1 || @x",
        "REPLACE INTO t VALUES (1)",
        "WITH a AS (SELECT ';') INSERT INTO t SELECT 1",
        "DROP TRIGGER IF EXISTS r; CREATE TRIGGER r AFTER DELETE ON t"
            + " BEGIN SELECT CASE 1 WHEN 1 THEN 2 END; INSERT INTO t VALUES (';'); END",
        "");
  }

  private static Arbitrary<String> script(String... statements) {
    Arbitrary<String> ends = Arbitraries.of(";", " ; ", "\n;;\n", "; -- x;\n", "\n; /* ; */ ");
    return Combinators.combine(Arbitraries.of(statements), ends)
        .as((statement, end) -> statement + "\n" + end)
        .list()
        .ofMaxSize(8)
        .map(parts -> String.join("", parts));
  }

  private static Stream<String> words(String text, EngineKind engine) {
    return Lexer.tokens(text, engine).stream()
        .filter(token -> token.type() != Token.Type.SEMICOLON)
        .map(Token::text);
  }
}
