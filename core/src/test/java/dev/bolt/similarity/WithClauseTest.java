package dev.bolt.similarity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class WithClauseTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "SELECT 1 | WITH t AS (x) SELECT 1",
        "FROM t WHERE a | WITH t AS (x) FROM t WHERE a",
        "with a AS (y) SELECT 1 | WITH t AS (x), a AS (y) SELECT 1",
        "WITH RECURSIVE a AS (y) SELECT 1 | WITH RECURSIVE t AS (x), a AS (y) SELECT 1",
        "/* c */ WITH a AS (y) SELECT 1 | WITH t AS (x), a AS (y) SELECT 1",
        "SELECT 'WITH a' | WITH t AS (x) SELECT 'WITH a'"
      })
  void shouldComeBeforeTheTablesOfTheQuery(String query, String expected) {
    assertThat(WithClause.before(query, "t AS (x)")).isEqualTo(expected);
  }
}
