package dev.bolt.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.EngineKind;
import dev.bolt.rows.Chunk;
import dev.bolt.sql.Sql;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Transactions that begin with a query, for which no BEGIN is sent. */
@Timeout(120)
class QueryBeginsTest {

  @TempDir Path folder;
  private DuckDbEngine engine;
  private EngineSession session;
  private EngineSession other;

  @BeforeEach
  void open() throws SQLException {
    engine = DuckDbEngine.open(folder.resolve("a.duckdb"), Map.of(), false);
    session = engine.openSession(SessionContext.ofThisProcess());
    other = engine.openSession(SessionContext.ofThisProcess());
    run(other, "CREATE TABLE t AS SELECT range::INTEGER AS x, 0 AS y FROM range(100000)");
  }

  @AfterEach
  void close() throws SQLException {
    engine.close();
  }

  @Test
  void shouldSeeOneSnapshotFromTheQueryOn() throws SQLException {
    assertThat(number("SELECT y::VARCHAR FROM t WHERE x = 5")).isZero();
    run(other, "UPDATE t SET y = 9 WHERE x = 5");
    assertThat(number("SELECT y::VARCHAR FROM t WHERE x = 5")).isZero();
    session.commit(0, null);
    assertThat(number("SELECT y::VARCHAR FROM t WHERE x = 5")).isEqualTo(9);
  }

  @Test
  void shouldCommitAllOrNothingAfterIt() throws SQLException {
    for (String first :
        new String[] {
          "SELECT y::VARCHAR FROM t WHERE x = -1",
          "SELECT y::VARCHAR FROM t WHERE x = 5",
          "SELECT * FROM t",
          "WITH w AS (SELECT 1) FROM w",
          "VALUES (1)",
          "(SELECT 1)"
        }) {
      execute(session, first, ExecuteOptions.IN_TRANSACTION);
      assertThat(session.transaction()).isEqualTo(TransactionState.READING);
      execute(session, "UPDATE t SET y = y + 1 WHERE x = 7", ExecuteOptions.IN_TRANSACTION);
      assertThat(session.transaction()).isEqualTo(TransactionState.WRITING);
      session.rollback();
      assertThat(number("SELECT y::VARCHAR FROM t WHERE x = 7")).as(first).isZero();
      session.rollback();

      execute(session, first, ExecuteOptions.IN_TRANSACTION);
      execute(session, "INSERT INTO t VALUES (-2, 0)", ExecuteOptions.IN_TRANSACTION);
      assertThat(count(other, "SELECT count(*)::VARCHAR FROM t WHERE x = -2")).as(first).isZero();
      session.commit(0, null);
      assertThat(count(other, "SELECT count(*)::VARCHAR FROM t WHERE x = -2"))
          .as(first)
          .isEqualTo(1);
      run(other, "DELETE FROM t WHERE x = -2");
    }
  }

  @Test
  void shouldHaveNoTransactionWhenTheQueryFails() throws SQLException {
    for (String failing :
        new String[] {"SELECT nothing FROM t", "SELECT CAST('x' || x AS INTEGER) FROM t"}) {
      assertThatThrownBy(() -> execute(session, failing, ExecuteOptions.IN_TRANSACTION))
          .as(failing)
          .isInstanceOf(SQLException.class);
      assertThat(session.transaction()).as(failing).isEqualTo(TransactionState.NONE);
      run(session, "UPDATE t SET y = y + 1 WHERE x = 8");
    }
    assertThat(count(other, "SELECT y::VARCHAR FROM t WHERE x = 8")).isEqualTo(2);
  }

  @Test
  void shouldEndTheTransactionWhenTheRestOfItsResultFails() throws SQLException {
    Cursor.Chunks rows =
        (Cursor.Chunks)
            execute(
                    session,
                    "SELECT CASE WHEN range < 3000000 THEN range ELSE CAST('x' || range AS BIGINT)"
                        + " END FROM range(4000000)",
                    ExecuteOptions.IN_TRANSACTION)
                .cursor();
    assertThatThrownBy(
            () -> {
              Chunk chunk = rows.next();
              while (chunk != null) {
                chunk = rows.next();
              }
            })
        .isInstanceOf(SQLException.class);
    assertThat(session.transaction()).isEqualTo(TransactionState.ABORTED);
    session.rollback();
    run(session, "UPDATE t SET y = 1 WHERE x = 9");
    assertThat(count(other, "SELECT y::VARCHAR FROM t WHERE x = 9")).isEqualTo(1);
  }

  @Test
  void shouldNoticeThatAQueryHasNoTransactionAnyMore() throws SQLException {
    Properties streaming = new Properties();
    streaming.setProperty("jdbc_stream_results", "true");
    try (DuckDBConnection connection =
            (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:", streaming);
        PreparedStatement query = connection.prepareStatement("SELECT 1")) {
      DuckDbTransaction transaction = new DuckDbTransaction(connection, new EngineHealth());
      try (ResultSet open = query.executeQuery()) {
        assertThat(open.next()).isTrue();
        assertThat(open.next()).isFalse();
      }
      assertThat(transaction.beginWithResult()).isFalse();
      assertThat(transaction.state()).isEqualTo(TransactionState.NONE);
      transaction.beginImplicitly(false);
      transaction.rollback();
    }
  }

  private long number(String query) throws SQLException {
    return first(execute(session, query, ExecuteOptions.IN_TRANSACTION));
  }

  private static long count(EngineSession on, String query) throws SQLException {
    return first(execute(on, query, ExecuteOptions.AUTO_COMMIT));
  }

  private static long first(Reply reply) throws SQLException {
    return Long.parseLong(((Cursor.Chunks) reply.cursor()).next().column(0).text(0));
  }

  private static void run(EngineSession on, String sql) throws SQLException {
    execute(on, sql, ExecuteOptions.AUTO_COMMIT);
  }

  private static Reply execute(EngineSession on, String sql, ExecuteOptions options)
      throws SQLException {
    return on.execute(Sql.split(sql, EngineKind.DUCKDB).get(0), new Object[0], options);
  }
}
