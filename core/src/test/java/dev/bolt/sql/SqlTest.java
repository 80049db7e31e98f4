package dev.bolt.sql;

import static dev.bolt.EngineKind.DUCKDB;
import static dev.bolt.EngineKind.SQLITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.EngineKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SqlTest {

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void shouldSplitAtSemicolons(EngineKind engine) {
    assertThat(split("SELECT 1;\n SELECT 2 ;SELECT 3", engine))
        .containsExactly("SELECT 1", "SELECT 2", "SELECT 3");
  }

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void shouldLeaveOutWhatIsEmpty(EngineKind engine) {
    assertThat(split(" ;; /* only a comment; */ ; -- and another;\n;", engine)).isEmpty();
    assertThat(split("", engine)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void shouldKeepCommentsOfStatement(EngineKind engine) {
    assertThat(split("/* why; */ SELECT 1 -- what;\n ; SELECT 2", engine))
        .containsExactly("/* why; */ SELECT 1 -- what;", "SELECT 2");
  }

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void shouldNotSplitInsideQuotes(EngineKind engine) {
    assertNotSplit("SELECT 'a;''b;', \"c;\"\"d;\", `e;``f;`", engine);
    assertNotSplit("SELECT 'a\\;'", engine);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT E'a\\';', e'b'';'",
        "SELECT $$ ; $$",
        "SELECT $tag$ ; $$ ; $TAG$ ; $tag$",
        "SELECT $ä$ ; $ä$",
        "SELECT /* ; /* ; */ ; */ 1",
      })
  void shouldKnowQuotesAndNestedCommentsOfDuckDb(String text) {
    assertNotSplit(text, DUCKDB);
  }

  @Test
  void shouldSplitDuckDbTextAfterWhatOnlyLooksQuoted() {
    assertThat(split("SELECT a$$; SELECT b$$", DUCKDB)).hasSize(2);
    assertThat(split("SELECT [1]; SELECT [2]", DUCKDB)).hasSize(2);
    assertThat(split("SELECT 1 -- x\r; SELECT 2", DUCKDB)).hasSize(2);
  }

  @Test
  void shouldKnowBracketsAndPlainCommentsOfSqlite() {
    assertNotSplit("SELECT [a;\"b]", SQLITE);
    assertThat(split("SELECT 1 /* ; /* */; SELECT 2", SQLITE)).hasSize(2);
    assertThat(split("SELECT E'\\'; SELECT 2", SQLITE)).hasSize(2);
    assertThat(split("SELECT 1; /* never closed ;", SQLITE)).containsExactly("SELECT 1");
  }

  @Test
  void shouldLeaveUnterminatedCommentToDuckDbToRefuse() {
    assertThat(split("SELECT 1; /* never closed ;", DUCKDB))
        .containsExactly("SELECT 1", "/* never closed ;");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT 1; END",
        "create temp trigger x after insert on t begin select 1; select 2; end",
        "CREATE TEMPORARY TRIGGER IF NOT EXISTS x AFTER INSERT ON t WHEN CASE WHEN new.a THEN 1 END"
            + " BEGIN SELECT CASE WHEN 1 THEN 2 END; UPDATE t SET b = CASE a WHEN 1 THEN 2 END; END",
        "EXPLAIN QUERY PLAN CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT 1; /* ; */ END",
      })
  void shouldKeepTriggerOfSqliteTogether(String trigger) {
    assertThat(split(trigger + "; SELECT 1", SQLITE)).containsExactly(trigger, "SELECT 1");
  }

  @Test
  void shouldEndTriggerThatHasNoBodyAtSemicolon() {
    assertThat(split("CREATE TRIGGER x; SELECT 1", SQLITE)).hasSize(2);
    assertThat(split("CREATE TABLE \"trigger\"(a); BEGIN; SELECT 1; END; SELECT 2", SQLITE))
        .hasSize(5);
  }

  private static void assertNotSplit(String text, EngineKind engine) {
    assertThat(split(text + "; SELECT 2", engine)).containsExactly(text, "SELECT 2");
  }

  private static List<String> split(String text, EngineKind engine) {
    return Sql.split(text, engine).stream().map(SqlStatement::text).toList();
  }
}
