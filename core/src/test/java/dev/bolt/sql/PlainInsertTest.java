package dev.bolt.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.EngineKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which inserts can go in together, and how. */
class PlainInsertTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "INSERT INTO t VALUES (?, ?) | INSERT INTO t VALUES (?, ?), (?, ?)",
        "insert into a.\"b c\".t (x, \"y,z\") values (?,-1) ;"
            + " | insert into a.\"b c\".t (x, \"y,z\") values (?,-1), (?,-1)",
        "INSERT INTO t VALUES (/* ) */ 'it''s (', NULL, + 2.5e3, true) -- end"
            + " | INSERT INTO t VALUES (/* ) */ 'it''s (', NULL, + 2.5e3, true),"
            + " (/* ) */ 'it''s (', NULL, + 2.5e3, true)",
      })
  void shouldRepeatTheRow(String one, String two) {
    assertThat(insert(one).text(2)).isEqualTo(two);
  }

  @Test
  void shouldTakeTheTextAsItIsForOneRow() {
    assertThat(insert("INSERT INTO t VALUES (?)").text(1)).isEqualTo("INSERT INTO t VALUES (?)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO t VALUES (?), (?)",
        "INSERT INTO t VALUES (?) RETURNING x",
        "INSERT INTO t VALUES (?) ON CONFLICT DO NOTHING",
        "INSERT OR REPLACE INTO t VALUES (?)",
        "INSERT INTO t BY NAME VALUES (?)",
        "INSERT INTO t SELECT ?",
        "INSERT INTO t VALUES ((SELECT max(x) FROM t))",
        "INSERT INTO t VALUES (now())",
        "INSERT INTO t VALUES (?::INTEGER)",
        "INSERT INTO t VALUES (? + 1)",
        "INSERT INTO t VALUES ($1)",
        "INSERT INTO t VALUES ($name)",
        "INSERT INTO t VALUES (?1)",
        "INSERT INTO t VALUES (DEFAULT)",
        "INSERT INTO t VALUES (DATE '2020-01-01')",
        "INSERT INTO t VALUES ()",
        "INSERT INTO t VALUES (?,)",
        "INSERT INTO t VALUES (?",
        "INSERT INTO t VALUES (-",
        "INSERT INTO t VALUES",
        "INSERT INTO t DEFAULT VALUES",
        "INSERT INTO t (x VALUES (?)",
        "INSERT INTO",
        "INSERT",
        "WITH a AS (SELECT 1) INSERT INTO t VALUES (?)",
        "UPDATE t SET x = ?",
      })
  void shouldLeaveAloneWhatIsMore(String sql) {
    assertThat(insert(sql)).isNull();
  }

  private static PlainInsert insert(String sql) {
    return PlainInsert.of(Sql.split(sql, EngineKind.DUCKDB).get(0));
  }
}
