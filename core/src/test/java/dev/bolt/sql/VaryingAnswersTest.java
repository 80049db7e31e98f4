package dev.bolt.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.EngineKind;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class VaryingAnswersTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT random()",
        "SELECT RANDOMBLOB (4)",
        "SELECT \"random\"()",
        "SELECT changes(), 1",
        "SELECT total_changes()",
        "SELECT 1 + last_insert_rowid()",
        "SELECT CURRENT_TIMESTAMP",
        "SELECT * FROM t WHERE day = current_date",
        "SELECT datetime('NOW', 'localtime')",
        "SELECT datetime(\"now\")",
        "SELECT julianday ( )",
        "SELECT strftime('%s')",
        "SELECT * FROM t ORDER BY random()"
      })
  void shouldFindWhatMayVary(String sql) {
    assertThat(VaryingAnswers.possible(statement(sql))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT random, changes FROM t",
        "SELECT now FROM t",
        "SELECT date(day), strftime('%Y', day), date FROM t",
        "SELECT 'random()' -- now",
        "SELECT abs(1), count(*) FROM t"
      })
  void shouldTakeTheRestForSteady(String sql) {
    assertThat(VaryingAnswers.possible(statement(sql))).isFalse();
  }

  private static SqlStatement statement(String sql) {
    return Sql.split(sql, EngineKind.SQLITE).get(0);
  }
}
