package dev.bolt.cli.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.EngineKind;
import dev.bolt.sql.SqlStatement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class StatementBufferTest {

  @Test
  void shouldGiveAStatementWithItsSemicolon() {
    StatementBuffer buffer = new StatementBuffer(EngineKind.DUCKDB);
    assertThat(texts(buffer.add("SELECT 1"))).isEmpty();
    assertThat(buffer.isBlank()).isFalse();
    assertThat(texts(buffer.add(", 2; SELECT 3; SELECT")))
        .containsExactly("SELECT 1\n, 2", "SELECT 3");
    assertThat(texts(buffer.add("4"))).isEmpty();
    assertThat(texts(buffer.finish())).containsExactly("SELECT\n4");
    assertThat(buffer.isBlank()).isTrue();
  }

  @Test
  void shouldNotEndAStatementInQuotesOrComments() {
    assertThat(all(EngineKind.DUCKDB, "SELECT 'a;", "b' -- c;", ", $$d;", "$$ /* ;", "; */;"))
        .containsExactly("SELECT 'a;\nb' -- c;\n, $$d;\n$$ /* ;\n; */");
  }

  @Test
  void shouldWaitForTheEndOfACommentBehindAStatement() {
    StatementBuffer buffer = new StatementBuffer(EngineKind.DUCKDB);
    assertThat(texts(buffer.add("SELECT 1; /* open;"))).containsExactly("SELECT 1");
    assertThat(buffer.isBlank()).isFalse();
    assertThat(texts(buffer.add("*/ SELECT 2;"))).containsExactly("/* open;\n*/ SELECT 2");
    assertThat(buffer.isBlank()).isTrue();
  }

  @Test
  void shouldBeBlankAfterATrailingComment() {
    StatementBuffer buffer = new StatementBuffer(EngineKind.SQLITE);
    assertThat(texts(buffer.add("SELECT 1; -- done"))).containsExactly("SELECT 1");
    assertThat(buffer.isBlank()).isTrue();
  }

  @Test
  void shouldKeepTheBodyOfATriggerTogether() {
    assertThat(
            all(
                EngineKind.SQLITE,
                "CREATE TRIGGER t AFTER INSERT ON a BEGIN",
                "DELETE FROM b; UPDATE c SET d = 1;",
                "END; SELECT 1;"))
        .containsExactly(
            "CREATE TRIGGER t AFTER INSERT ON a BEGIN\nDELETE FROM b; UPDATE c SET d = 1;\nEND",
            "SELECT 1");
  }

  private static List<String> all(EngineKind engine, String... lines) {
    StatementBuffer buffer = new StatementBuffer(engine);
    List<String> all = new ArrayList<>();
    for (String line : lines) {
      all.addAll(texts(buffer.add(line)));
    }
    all.addAll(texts(buffer.finish()));
    return all;
  }

  private static List<String> texts(List<SqlStatement> statements) {
    return statements.stream().map(SqlStatement::text).toList();
  }
}
