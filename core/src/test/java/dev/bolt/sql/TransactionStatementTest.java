package dev.bolt.sql;

import static dev.bolt.sql.TransactionStatement.Access.READ_ONLY;
import static dev.bolt.sql.TransactionStatement.Access.READ_WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.EngineKind;
import dev.bolt.sql.TransactionStatement.Access;
import dev.bolt.sql.TransactionStatement.Locking;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TransactionStatementTest {

  @Test
  void shouldReadAccessOfDuckDb() {
    assertThat(access("BEGIN TRANSACTION READ ONLY")).isEqualTo(READ_ONLY);
    assertThat(access("start read only -- c")).isEqualTo(READ_ONLY);
    assertThat(access("BEGIN READ WRITE;")).isEqualTo(READ_WRITE);
    assertThat(access("BEGIN")).isEqualTo(Access.UNSPECIFIED);
  }

  @ParameterizedTest
  @CsvSource({
    "BEGIN, UNSPECIFIED",
    "BEGIN TRANSACTION, UNSPECIFIED",
    "BEGIN DEFERRED, DEFERRED",
    "begin immediate transaction, IMMEDIATE",
    "BEGIN /* now */ EXCLUSIVE TRANSACTION, EXCLUSIVE",
  })
  void shouldReadLockingOfSqlite(String text, Locking locking) {
    assertThat(read(text, EngineKind.SQLITE).locking()).isEqualTo(locking);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SAVEPOINT x",
        "SAVEPOINT \"x\"",
        "SAVEPOINT 'x'",
        "RELEASE x",
        "RELEASE SAVEPOINT [x]",
        "ROLLBACK TO x;",
        "ROLLBACK TRANSACTION TO SAVEPOINT `x` -- c",
      })
  void shouldReadNameOfSavepoint(String text) {
    assertThat(read(text, EngineKind.SQLITE).savepoint()).isEqualTo("x");
  }

  @Test
  void shouldHaveNoSavepointElsewhere() {
    assertThat(read("ROLLBACK", EngineKind.SQLITE).savepoint()).isNull();
    assertThat(read("SAVEPOINT \"a\"\"b\"", EngineKind.SQLITE).savepoint()).isEqualTo("a\"b");
  }

  private static Access access(String text) {
    return read(text, EngineKind.DUCKDB).access();
  }

  private static TransactionStatement read(String text, EngineKind engine) {
    return TransactionStatement.of(Sql.split(text, engine).get(0), engine);
  }
}
