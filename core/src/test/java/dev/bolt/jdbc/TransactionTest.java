package dev.bolt.jdbc;

import static dev.bolt.jdbc.SqlStates.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bolt.EngineKind;
import dev.bolt.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Savepoint;
import org.junit.jupiter.api.Test;

class TransactionTest extends JdbcTest {

  @Test
  void shouldCommitEachStatementWhenInAutoCommit() throws SQLException {
    execute("INSERT INTO t VALUES (1, 'a')");
    try (Connection other = file.connect()) {
      assertThat(column(other, "SELECT name FROM t")).containsExactly("a");
    }
  }

  @Test
  void shouldShowNothingToOthersUntilCommit() throws SQLException {
    try (Connection other = file.connect()) {
      connection.setAutoCommit(false);
      execute("INSERT INTO t VALUES (1, 'a')");
      assertThat(column(other, "SELECT name FROM t")).isEmpty();
      connection.commit();
      assertThat(column(other, "SELECT name FROM t")).containsExactly("a");
    }
  }

  @Test
  void shouldForgetAllWhenRolledBack() throws SQLException {
    connection.setAutoCommit(false);
    execute("INSERT INTO t VALUES (1, 'a')");
    connection.rollback();
    assertThat(names()).isEmpty();
  }

  @Test
  void shouldRollBackWhenClosedInATransaction() throws SQLException {
    Connection other = file.connect();
    other.setAutoCommit(false);
    execute(other, "INSERT INTO t VALUES (1, 'a')");
    other.close();
    assertThat(names()).isEmpty();
  }

  @Test
  void shouldCommitWhenAutoCommitIsSwitchedOn() throws SQLException {
    connection.setAutoCommit(false);
    execute("INSERT INTO t VALUES (1, 'a')");
    connection.setAutoCommit(true);
    try (Connection other = file.connect()) {
      assertThat(column(other, "SELECT name FROM t")).containsExactly("a");
    }
  }

  @Test
  void shouldReportTransactionsThatSqlBegan() throws SQLException {
    assertThat(connection.getAutoCommit()).isTrue();
    execute("BEGIN");
    assertThat(connection.getAutoCommit()).isFalse();
    execute("INSERT INTO t VALUES (1, 'a')");
    execute("ROLLBACK");
    assertThat(connection.getAutoCommit()).isTrue();
    assertThat(names()).isEmpty();
  }

  @Test
  void shouldEndATransactionOfSqlByMethods() throws SQLException {
    execute("BEGIN");
    execute("INSERT INTO t VALUES (1, 'a')");
    connection.commit();
    assertThat(connection.getAutoCommit()).isTrue();
    execute("BEGIN");
    execute("INSERT INTO t VALUES (2, 'b')");
    connection.rollback();
    assertThat(names()).containsExactly("a");
  }

  @Test
  void shouldBeginTheNextTransactionWhenSqlCommitsWithAutoCommitOff() throws SQLException {
    connection.setAutoCommit(false);
    execute("INSERT INTO t VALUES (1, 'a')");
    execute("COMMIT");
    execute("INSERT INTO t VALUES (2, 'b')");
    connection.rollback();
    assertThat(names()).containsExactly("a");
  }

  @Test
  void shouldRefuseCommitAndRollbackWhenInAutoCommit() {
    assertFails(ErrorCode.TRANSACTION_STATE, connection::commit);
    assertFails(ErrorCode.TRANSACTION_STATE, connection::rollback);
  }

  @Test
  void shouldCommitNothingWhenNoStatementRan() throws SQLException {
    connection.setAutoCommit(false);
    connection.commit();
    connection.rollback();
    assertThat(connection.getAutoCommit()).isFalse();
  }

  @Test
  void shouldStayUsableAfterAFailedStatementInAutoCommit() throws SQLException {
    execute("INSERT INTO t VALUES (1, 'a')");
    assertFails(ErrorCode.UNIQUE_VIOLATION, () -> execute("INSERT INTO t VALUES (1, 'b')"));
    execute("INSERT INTO t VALUES (2, 'b')");
    assertThat(names()).containsExactly("a", "b");
  }

  @Test
  void shouldRefuseEverythingButRollbackWhenAnErrorAbortedTheTransaction() throws SQLException {
    assumeTrue(engine == EngineKind.DUCKDB, "SQLite undoes the failed statement only");
    connection.setAutoCommit(false);
    execute("INSERT INTO t VALUES (1, 'a')");
    assertFails(ErrorCode.UNIQUE_VIOLATION, () -> execute("INSERT INTO t VALUES (1, 'b')"));
    assertFails(ErrorCode.TRANSACTION_ABORTED, () -> execute("INSERT INTO t VALUES (2, 'c')"));
    assertFails(ErrorCode.TRANSACTION_ABORTED, this::names);
    connection.rollback();
    assertThat(names()).isEmpty();
    connection.commit();
  }

  @Test
  void shouldSayThatNothingIsCommittedWhenTheTransactionWasAborted() throws SQLException {
    assumeTrue(engine == EngineKind.DUCKDB, "SQLite undoes the failed statement only");
    connection.setAutoCommit(false);
    execute("INSERT INTO t VALUES (1, 'a')");
    assertFails(ErrorCode.UNIQUE_VIOLATION, () -> execute("INSERT INTO t VALUES (1, 'b')"));
    assertFails(ErrorCode.TRANSACTION_ABORTED, connection::commit);
    execute("INSERT INTO t VALUES (3, 'c')");
    connection.commit();
    assertThat(names()).containsExactly("c");
  }

  @Test
  void shouldKeepTheTransactionWhenAStatementFailsInSqlite() throws SQLException {
    assumeTrue(engine == EngineKind.SQLITE);
    connection.setAutoCommit(false);
    execute("INSERT INTO t VALUES (1, 'a')");
    assertFails(ErrorCode.UNIQUE_VIOLATION, () -> execute("INSERT INTO t VALUES (1, 'b')"));
    execute("INSERT INTO t VALUES (2, 'b')");
    connection.commit();
    assertThat(names()).containsExactly("a", "b");
  }

  @Test
  void shouldShowNothingOfATransactionWhoseCommitFailed() throws SQLException {
    assumeTrue(engine == EngineKind.DUCKDB, "SQLite has one writer at a time");
    try (Connection other = file.connect()) {
      connection.setAutoCommit(false);
      other.setAutoCommit(false);
      execute("INSERT INTO t VALUES (7, 'mine'), (8, 'mine too')");
      execute(other, "INSERT INTO t VALUES (7, 'theirs')");
      other.commit();
      SQLException failure = catchThrowableOfType(SQLException.class, connection::commit);
      assertThat(failure.getSQLState()).isIn("23505", "40001");
      assertThat(names()).containsExactly("theirs");
      connection.rollback();
      execute("INSERT INTO t VALUES (1, 'next')");
      execute("INSERT INTO t VALUES (2, 'whole')");
      assertThat(column(other, "SELECT name FROM t ORDER BY id")).containsExactly("theirs");
      other.rollback();
      connection.commit();
      assertThat(column(other, "SELECT name FROM t ORDER BY id"))
          .containsExactly("next", "whole", "theirs");
    }
  }

  @Test
  void shouldSay40001WhenTwoTransactionsUpdateOneRow() throws SQLException {
    assumeTrue(engine == EngineKind.DUCKDB, "SQLite has one writer at a time");
    execute("INSERT INTO t VALUES (1, 'a')");
    try (Connection other = file.connect()) {
      connection.setAutoCommit(false);
      other.setAutoCommit(false);
      execute("UPDATE t SET name = 'mine' WHERE id = 1");
      SQLException conflict =
          assertFails(
              ErrorCode.SERIALIZATION_FAILURE,
              () -> execute(other, "UPDATE t SET name = 'theirs' WHERE id = 1"));
      assertThat((Throwable) conflict).isInstanceOf(SQLTransactionRollbackException.class);
      other.rollback();
      connection.commit();
      assertThat(names()).containsExactly("mine");
    }
  }

  @Test
  void shouldRefuseWritesWhenReadOnly() throws SQLException {
    connection.setReadOnly(true);
    assertThat(connection.isReadOnly()).isTrue();
    assertFails(ErrorCode.READ_ONLY, () -> execute("INSERT INTO t VALUES (1, 'a')"));
    connection.setAutoCommit(false);
    assertFails(ErrorCode.READ_ONLY, () -> execute("INSERT INTO t VALUES (1, 'a')"));
    connection.rollback();
    connection.setReadOnly(false);
    connection.setAutoCommit(true);
    execute("INSERT INTO t VALUES (1, 'a')");
    assertThat(names()).containsExactly("a");
  }

  @Test
  void shouldNotBecomeReadOnlyWithinATransaction() throws SQLException {
    connection.setAutoCommit(false);
    names();
    assertFails(ErrorCode.TRANSACTION_STATE, () -> connection.setReadOnly(true));
    connection.rollback();
    connection.setReadOnly(true);
  }

  @Test
  void shouldAcceptTheIsolationOfTheEngineAndWeakerOnes() throws SQLException {
    int given = connection.getTransactionIsolation();
    for (int level : new int[] {1, 2, 4, 8}) {
      if (level <= given) {
        connection.setTransactionIsolation(level);
      } else {
        assertFails(ErrorCode.NOT_SUPPORTED, () -> connection.setTransactionIsolation(level));
      }
      assertThat(connection.getTransactionIsolation()).isEqualTo(given);
      assertThat(connection.getMetaData().supportsTransactionIsolationLevel(level))
          .isEqualTo(level <= given);
    }
    assertFails(
        ErrorCode.INVALID_ARGUMENT,
        () -> connection.setTransactionIsolation(Connection.TRANSACTION_NONE));
  }

  @Test
  void shouldReportTheIsolationOfThePlainDriver() throws SQLException {
    if (engine == EngineKind.SQLITE) {
      assertThat(connection.getTransactionIsolation())
          .isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
    } else {
      assertThat(connection.getTransactionIsolation())
          .isEqualTo(Connection.TRANSACTION_REPEATABLE_READ);
    }
  }

  @Test
  void shouldRollBackToASavepoint() throws SQLException {
    assumeTrue(engine == EngineKind.SQLITE);
    connection.setAutoCommit(false);
    execute("INSERT INTO t VALUES (1, 'a')");
    Savepoint unnamed = connection.setSavepoint();
    execute("INSERT INTO t VALUES (2, 'b')");
    Savepoint named = connection.setSavepoint("it's \"named\"");
    execute("INSERT INTO t VALUES (3, 'c')");
    connection.rollback(named);
    assertThat(names()).containsExactly("a", "b");
    connection.releaseSavepoint(named);
    connection.rollback(unnamed);
    connection.commit();
    assertThat(names()).containsExactly("a");
    assertThat(named.getSavepointName()).isEqualTo("it's \"named\"");
    assertThat(unnamed.getSavepointId()).isPositive();
  }

  @Test
  void shouldRefuseASavepointWhenInAutoCommit() {
    assumeTrue(engine == EngineKind.SQLITE);
    assertFails(ErrorCode.TRANSACTION_STATE, connection::setSavepoint);
  }

  @Test
  void shouldSayThatDuckDbHasNoSavepoints() throws SQLException {
    assumeTrue(engine == EngineKind.DUCKDB);
    connection.setAutoCommit(false);
    assertThat((Throwable) assertFails(ErrorCode.NOT_SUPPORTED, connection::setSavepoint))
        .isInstanceOf(SQLFeatureNotSupportedException.class);
    assertThat(connection.getMetaData().supportsSavepoints()).isFalse();
  }
}
