package dev.bolt.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.EngineKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RowTest extends DatabaseTest {

  private Row row(String sql, Object... parameters) throws SQLException {
    return db.queryOne(sql, parameters).orElseThrow();
  }

  @Test
  void shouldFindColumnsWithoutRegardToCase() throws SQLException {
    Row row = row("SELECT 1 AS Id, 'a' AS body");
    assertThat(row.getInt("Id")).isEqualTo(1);
    assertThat(row.getInt("ID")).isEqualTo(1);
    assertThat(row.getString("BODY")).isEqualTo("a");
    assertThat(row.getString(1)).isEqualTo("a");
    assertThat(row.columnNames()).containsExactly("Id", "body");
    assertThat(row.size()).isEqualTo(2);
  }

  @Test
  void shouldNameTheColumnsThereAre() throws SQLException {
    Row row = row("SELECT 1 AS id, 'a' AS body");
    assertThatThrownBy(() -> row.get("bodi"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The row has no column bodi; it has id, body");
    assertThatThrownBy(() -> row.get(2)).hasMessage("The row has the columns 0 to 1, no column 2");
    assertThatThrownBy(() -> row.getLong(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> row.get((String) null)).hasMessageContaining("no column null");
  }

  @Test
  void shouldPreferTheExactNameAndTheFirstColumn() throws SQLException {
    if (engine == EngineKind.SQLITE) {
      Row row = row("SELECT 1 AS x, 2 AS X, 3 AS x");
      assertThat(row.getInt("x")).isEqualTo(1);
      assertThat(row.getInt("X")).isEqualTo(2);
      assertThat(row.asMap()).hasSize(2).containsEntry("x", 1).containsEntry("X", 2);
    }
  }

  @Test
  void shouldConvertWhereNothingIsLost() throws SQLException {
    Row row = row("SELECT 7 AS n, 1.5 AS r, '12' AS t, 0 AS zero, 'true' AS yes");
    assertThat(row.getLong("n")).isEqualTo(7);
    assertThat(row.getDouble("n")).isEqualTo(7.0);
    assertThat(row.getBigDecimal("r")).isEqualByComparingTo(new BigDecimal("1.5"));
    assertThat(row.getDouble("r")).isEqualTo(1.5);
    assertThat(row.getLong("t")).isEqualTo(12);
    assertThat(row.getInt("t")).isEqualTo(12);
    assertThat(row.getString("n")).isEqualTo("7");
    assertThat(row.get("n", BigInteger.class)).isEqualTo(7);
    assertThat(row.getBoolean("n")).isTrue();
    assertThat(row.getBoolean("zero")).isFalse();
    assertThat(row.getBoolean("yes")).isTrue();
  }

  @Test
  void shouldRefuseToLoseSomething() throws SQLException {
    Row row = row("SELECT 1.5 AS r, 'x' AS t, 5000000000 AS big");
    assertThatThrownBy(() -> row.getLong("r"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Column r is 1.5")
        .hasMessageContaining("no Long");
    assertThatThrownBy(() -> row.getLong("t")).hasMessageContaining("Column t is x");
    assertThatThrownBy(() -> row.getInt("big")).hasMessageContaining("no Integer");
    assertThatThrownBy(() -> row.get("t", Thread.class)).hasMessageContaining("no Thread");
    assertThatThrownBy(() -> row.getLocalDate("t")).hasMessageContaining("no LocalDate");
  }

  @Test
  void shouldReadDatesAndTimes() throws SQLException {
    LocalDate date = LocalDate.of(2024, 2, 29);
    LocalDateTime time = LocalDateTime.of(2024, 2, 29, 12, 30, 1);
    db.execute("CREATE TABLE d (d DATE, t TIMESTAMP, z TIMESTAMP WITH TIME ZONE)");
    db.execute("INSERT INTO d VALUES (?, ?, ?)", date, time, "2024-02-29 12:30:01+00:00");
    Row row = row("SELECT * FROM d");
    assertThat(row.getLocalDate("d")).isEqualTo(date);
    assertThat(row.getLocalDateTime("t")).isEqualTo(time);
    assertThat(row.getInstant("z")).isEqualTo(Instant.parse("2024-02-29T12:30:01Z"));
  }

  @Test
  void shouldReadOtherTypesAsTheyAre() throws SQLException {
    if (engine == EngineKind.DUCKDB) {
      UUID uuid = UUID.randomUUID();
      assertThat(row("SELECT ?::UUID AS u", uuid.toString()).get("u", UUID.class)).isEqualTo(uuid);
    }
  }

  @Test
  void shouldTellNull() throws SQLException {
    Row row = row("SELECT NULL AS x");
    assertThat(row.isNull("x")).isTrue();
    assertThat(row.get("x")).isNull();
    assertThat(row.getString("x")).isNull();
    assertThat(row.getBytes("x")).isNull();
    assertThat(row.getLocalDate("x")).isNull();
    assertThat(row.get("x", Long.class)).isNull();
    assertThatThrownBy(() -> row.getLong("x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Column x is NULL; ask isNull() first, or use get()");
    assertThat(row.asMap()).containsEntry("x", null);
  }

  @Test
  void shouldNotChange() throws SQLException {
    db.execute("CREATE TABLE b (b BLOB)");
    db.execute("INSERT INTO b VALUES (?)", (Object) new byte[] {1, 2, 3});
    Row row = row("SELECT b FROM b");
    row.getBytes("b")[0] = 9;
    ((byte[]) row.get("b"))[0] = 9;
    assertThat(row.getBytes("b")).containsExactly(1, 2, 3);
    assertThat(row).hasToString("{b=3 bytes}").isEqualTo(row("SELECT b FROM b"));
    assertThat(row).hasSameHashCodeAs(row("SELECT b FROM b"));
    assertThatThrownBy(() -> row.asMap().clear()).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> row.columnNames().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void shouldShowItself() throws SQLException {
    assertThat(row("SELECT 1 AS id, 'hello' AS body, NULL AS x"))
        .hasToString("{id=1, body=hello, x=null}")
        .isNotEqualTo(row("SELECT 1 AS id, 'hello' AS body, 2 AS x"))
        .isNotEqualTo(row("SELECT 1 AS id, 'hello' AS other, NULL AS x"));
  }

  @Test
  void shouldSeeColumnsThatCameLater() throws SQLException {
    db.execute("INSERT INTO notes VALUES (1, 'a')");
    assertThat(row("SELECT * FROM notes").size()).isEqualTo(2);
    db.execute("ALTER TABLE notes ADD COLUMN more INTEGER");
    assertThat(row("SELECT * FROM notes").columnNames()).containsExactly("id", "body", "more");
  }
}
