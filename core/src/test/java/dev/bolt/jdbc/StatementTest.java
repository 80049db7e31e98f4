package dev.bolt.jdbc;

import static dev.bolt.jdbc.SqlStates.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bolt.ErrorCode;
import java.sql.BatchUpdateException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatementTest extends JdbcTest {
  private Statement statement;

  @BeforeEach
  void createStatement() throws SQLException {
    statement = connection.createStatement();
  }

  @AfterEach
  void closeStatement() throws SQLException {
    statement.close();
  }

  @Test
  void shouldTellRowsFromCounts() throws SQLException {
    assertThat(statement.execute("INSERT INTO t VALUES (1, 'a'), (2, 'b')")).isFalse();
    assertThat(statement.getUpdateCount()).isEqualTo(2);
    assertThat(statement.getResultSet()).isNull();
    assertThat(statement.getMoreResults()).isFalse();
    assertThat(statement.getUpdateCount()).isEqualTo(-1);

    assertThat(statement.execute("SELECT name FROM t ORDER BY id")).isTrue();
    assertThat(statement.getUpdateCount()).isEqualTo(-1);
    assertThat(column(statement.getResultSet())).containsExactly("a", "b");
    assertThat(statement.getMoreResults()).isFalse();
  }

  @Test
  void shouldCountTheRowsOfAnUpdate() throws SQLException {
    assertThat(statement.executeUpdate("INSERT INTO t VALUES (1, 'a'), (2, 'b')")).isEqualTo(2);
    assertThat(statement.executeUpdate("UPDATE t SET name = 'x' WHERE id > 1")).isEqualTo(1);
    assertThat(statement.executeLargeUpdate("DELETE FROM t")).isEqualTo(2);
    assertThat(statement.executeUpdate("CREATE TABLE u (i INTEGER)")).isZero();
  }

  @Test
  void shouldStayUsableWhenAStatementFailed() throws SQLException {
    SQLException failure = assertFails(ErrorCode.SYNTAX, () -> statement.executeQuery("SELEC 1"));
    assertThat((Throwable) failure).isInstanceOf(SQLSyntaxErrorException.class);
    assertFails(ErrorCode.UNKNOWN_TABLE, () -> statement.executeQuery("SELECT * FROM missing"));
    assertThat(column(statement.executeQuery("SELECT 1"))).containsExactly("1");
  }

  @Test
  void shouldRefuseRowsWhereACountIsWantedAndTheContrary() throws SQLException {
    assertFails(ErrorCode.INVALID_STATEMENT, () -> statement.executeUpdate("SELECT 1"));
    assertFails(
        ErrorCode.INVALID_STATEMENT, () -> statement.executeQuery("CREATE TABLE u (i INTEGER)"));
    assertFails(ErrorCode.INVALID_STATEMENT, () -> statement.executeQuery("-- nothing"));
    assertFails(ErrorCode.INVALID_ARGUMENT, () -> statement.execute(null));
  }

  @Test
  void shouldDoNothingWhenThereIsNoStatementInTheText() throws SQLException {
    assertThat(statement.execute("; -- nothing")).isFalse();
    assertThat(statement.getUpdateCount()).isEqualTo(-1);
  }

  @Test
  void shouldHandOutTheResultsOfSeveralStatementsInOrder() throws SQLException {
    boolean rows =
        statement.execute(
            "INSERT INTO t VALUES (1, 'a;b'); SELECT name FROM t WHERE id = 1; -- comment ;\n"
                + "INSERT INTO t VALUES (2, 'c'), (3, 'd'); SELECT count(*) FROM t;");
    assertThat(rows).isFalse();
    assertThat(statement.getUpdateCount()).isEqualTo(1);
    assertThat(statement.getMoreResults()).isTrue();
    assertThat(column(statement.getResultSet())).containsExactly("a;b");
    assertThat(statement.getMoreResults()).isFalse();
    assertThat(statement.getUpdateCount()).isEqualTo(2);
    assertThat(statement.getMoreResults()).isTrue();
    assertThat(column(statement.getResultSet())).containsExactly("3");
    assertThat(statement.getMoreResults()).isFalse();
    assertThat(statement.getUpdateCount()).isEqualTo(-1);
  }

  @Test
  void shouldKeepTheCurrentResultOpenWhenAsked() throws SQLException {
    statement.execute("SELECT 1; SELECT 2; SELECT 3; SELECT 4");
    ResultSet first = statement.getResultSet();
    assertThat(statement.getMoreResults(Statement.KEEP_CURRENT_RESULT)).isTrue();
    ResultSet second = statement.getResultSet();
    assertThat(statement.getMoreResults()).isTrue();
    ResultSet third = statement.getResultSet();
    assertThat(second.isClosed()).isTrue();
    assertThat(column(first)).containsExactly("1");
    assertThat(first.isClosed()).isFalse();
    assertThat(statement.getMoreResults(Statement.CLOSE_ALL_RESULTS)).isTrue();
    assertThat(first.isClosed()).isTrue();
    assertThat(third.isClosed()).isTrue();
    assertThat(column(statement.getResultSet())).containsExactly("4");
    assertFails(ErrorCode.INVALID_ARGUMENT, () -> statement.getMoreResults(17));
  }

  @Test
  void shouldNameTheStatementThatFailedAndKeepThoseBefore() throws SQLException {
    SQLException failure =
        assertFails(
            ErrorCode.UNIQUE_VIOLATION,
            () ->
                statement.execute(
                    "INSERT INTO t VALUES (1, 'a'); INSERT INTO t VALUES (1, 'b');"
                        + " INSERT INTO t VALUES (2, 'c')"));
    assertThat((Throwable) failure)
        .hasMessageContaining("Statement 2 of 3 (INSERT INTO t VALUES (1, 'b'))");
    assertThat(names()).containsExactly("a");
  }

  @Test
  void shouldSumTheCountsOfSeveralStatements() throws SQLException {
    assertThat(
            statement.executeUpdate(
                "INSERT INTO t VALUES (1, 'a'); INSERT INTO t VALUES (2, 'b'), (3, 'c')"))
        .isEqualTo(3);
  }

  @Test
  void shouldReturnTheFirstRowsOfSeveralStatements() throws SQLException {
    ResultSet rows =
        statement.executeQuery("INSERT INTO t VALUES (1, 'a'); SELECT name FROM t; SELECT 2");
    assertThat(column(rows)).containsExactly("a");
    assertThat(statement.getMoreResults()).isTrue();
    assertThat(column(statement.getResultSet())).containsExactly("2");
  }

  @Test
  void shouldReadSeveralResultsAtOnceOnOneConnection() throws SQLException {
    execute("INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'c')");
    try (Statement other = connection.createStatement();
        ResultSet outer = statement.executeQuery("SELECT id FROM t ORDER BY id")) {
      int pairs = 0;
      while (outer.next()) {
        try (ResultSet inner = other.executeQuery("SELECT id, name FROM t ORDER BY id")) {
          while (inner.next()) {
            pairs++;
          }
        }
        execute("UPDATE t SET name = name || '!' WHERE id = " + outer.getInt(1));
      }
      assertThat(pairs).isEqualTo(9);
    }
    assertThat(names()).containsExactly("a!", "b!", "c!");
  }

  @Test
  void shouldKeepAResultOpenOverACommit() throws SQLException {
    execute("INSERT INTO t VALUES (1, 'a'), (2, 'b')");
    connection.setAutoCommit(false);
    try (ResultSet rows = statement.executeQuery("SELECT name FROM t ORDER BY id")) {
      assertThat(rows.next()).isTrue();
      connection.commit();
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).isEqualTo("b");
    }
    connection.rollback();
  }

  @Test
  void shouldLimitTheRows() throws SQLException {
    execute("INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'c')");
    statement.setMaxRows(2);
    assertThat(statement.getLargeMaxRows()).isEqualTo(2);
    assertThat(column(statement.executeQuery("SELECT name FROM t ORDER BY id")))
        .containsExactly("a", "b");
    statement.setLargeMaxRows(0);
    assertThat(column(statement.executeQuery("SELECT name FROM t ORDER BY id"))).hasSize(3);
    assertFails(ErrorCode.INVALID_ARGUMENT, () -> statement.setMaxRows(-1));
  }

  @Test
  void shouldReturnGeneratedKeys() throws SQLException {
    createTableWithKeys();
    assertThat(column(statement.getGeneratedKeys())).isEmpty();
    statement.executeUpdate(
        "INSERT INTO keyed (name) VALUES ('a')", Statement.RETURN_GENERATED_KEYS);
    assertThat(statement.getUpdateCount()).isEqualTo(1);
    assertThat(column(statement.getGeneratedKeys())).containsExactly("1");
    statement.execute("INSERT INTO keyed (name) VALUES ('b')", new String[] {"id"});
    assertThat(column(statement.getGeneratedKeys())).containsExactly("2");
    statement.executeUpdate("INSERT INTO keyed (name) VALUES ('c')");
    assertThat(column(statement.getGeneratedKeys())).isEmpty();
    assertFails(ErrorCode.INVALID_ARGUMENT, () -> statement.execute("SELECT 1", 77));
  }

  @Test
  void shouldReturnRowsAlsoWhenKeysAreWanted() throws SQLException {
    createTableWithKeys();
    assertThat(statement.execute("SELECT 1", Statement.RETURN_GENERATED_KEYS)).isTrue();
    assertThat(column(statement.getResultSet())).containsExactly("1");
    boolean rows =
        statement.execute(
            "INSERT INTO keyed (name) VALUES ('a') RETURNING name",
            Statement.RETURN_GENERATED_KEYS);
    assertThat(rows).isTrue();
    assertThat(column(statement.getResultSet())).containsExactly("a");
    statement.execute("CREATE TABLE u (i INTEGER)", Statement.RETURN_GENERATED_KEYS);
    assertThat(column(statement.getGeneratedKeys())).isEmpty();
  }

  @Test
  void shouldReturnTheRowsOfReturning() throws SQLException {
    ResultSet rows = statement.executeQuery("INSERT INTO t VALUES (1, 'a') RETURNING id, name");
    assertThat(rows.next()).isTrue();
    assertThat(rows.getString("name")).isEqualTo("a");
    rows.close();
    assertThat(names()).containsExactly("a");
  }

  @Test
  void shouldRunABatchOfTexts() throws SQLException {
    statement.addBatch("INSERT INTO t VALUES (1, 'a'), (2, 'b')");
    statement.addBatch("UPDATE t SET name = 'x' WHERE id = 2");
    assertThat(statement.executeBatch()).containsExactly(2, 1);
    assertThat(statement.executeBatch()).isEmpty();
    statement.addBatch("DELETE FROM t");
    statement.clearBatch();
    assertThat(statement.executeLargeBatch()).isEmpty();
    assertThat(names()).containsExactly("a", "x");
  }

  @Test
  void shouldStopABatchOfTextsAtTheFirstFailure() throws SQLException {
    statement.addBatch("INSERT INTO t VALUES (1, 'a')");
    statement.addBatch("INSERT INTO t VALUES (1, 'b')");
    statement.addBatch("INSERT INTO t VALUES (2, 'c')");
    BatchUpdateException failure =
        catchThrowableOfType(BatchUpdateException.class, statement::executeBatch);
    assertThat(failure.getSQLState()).isEqualTo(ErrorCode.UNIQUE_VIOLATION.sqlState());
    assertThat((Throwable) failure).hasMessageContaining("Statement 2 of 3");
    assertThat(failure.getUpdateCounts()).containsExactly(1);
    assertThat(names()).containsExactly("a");
    assertThat(statement.executeBatch()).isEmpty();
  }

  @Test
  void shouldCloseTheResultsOfTheRunBefore() throws SQLException {
    ResultSet before = statement.executeQuery("SELECT 1");
    statement.executeQuery("SELECT 2");
    assertThat(before.isClosed()).isTrue();
    assertFails(ErrorCode.CLOSED, before::next);
  }

  @Test
  void shouldCloseItselfOnCompletion() throws SQLException {
    statement.closeOnCompletion();
    statement.executeQuery("SELECT 1");
    ResultSet rows = statement.executeQuery("SELECT 2");
    assertThat(statement.isClosed()).isFalse();
    rows.close();
    assertThat(statement.isClosed()).isTrue();
  }

  @Test
  void shouldRefuseUseAfterClose() throws SQLException {
    ResultSet rows = statement.executeQuery("SELECT 1");
    statement.close();
    statement.close();
    assertThat(rows.isClosed()).isTrue();
    assertThat(statement.isClosed()).isTrue();
    assertFails(ErrorCode.CLOSED, () -> statement.execute("SELECT 1"));
    assertFails(ErrorCode.CLOSED, statement::getResultSet);
    assertFails(ErrorCode.CLOSED, statement::getConnection);
    assertFails(ErrorCode.CLOSED, () -> statement.setQueryTimeout(1));
    assertFails(ErrorCode.CLOSED, rows::next);
  }

  @Test
  void shouldUnwrapToItselfOnly() throws SQLException {
    assertThat(statement.isWrapperFor(BoltStatement.class)).isTrue();
    assertThat(statement.unwrap(Statement.class)).isSameAs(statement);
    assertThat(statement.isWrapperFor(String.class)).isFalse();
    assertFails(ErrorCode.INVALID_ARGUMENT, () -> statement.unwrap(String.class));
  }

  @Test
  void shouldBeTheStatementOfItsResults() throws SQLException {
    try (ResultSet rows = statement.executeQuery("SELECT 1")) {
      assertThat(rows.getStatement()).isSameAs(statement);
      assertThat(statement.getConnection()).isSameAs(connection);
    }
  }

  @Test
  void shouldReadForwardOnly() throws SQLException {
    assertThat(statement.getResultSetType()).isEqualTo(ResultSet.TYPE_FORWARD_ONLY);
    assertThat(statement.getFetchDirection()).isEqualTo(ResultSet.FETCH_FORWARD);
    assertFails(
        ErrorCode.NOT_SUPPORTED,
        () ->
            connection.createStatement(
                ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY));
    assertFails(
        ErrorCode.NOT_SUPPORTED,
        () -> connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_UPDATABLE));
  }
}
