package dev.bolt.engine;

import static dev.bolt.engine.SqliteFile.column;
import static dev.bolt.engine.SqliteFile.run;
import static dev.bolt.engine.SqliteFile.statement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.ErrorCode;
import dev.bolt.engine.ExecuteOptions.GeneratedKeys;
import dev.bolt.rows.ColumnInfo;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConnection;

@Timeout(60)
class SqliteSessionTest {

  private static final Object[] NONE = {};

  @TempDir Path folder;
  private SqliteFile file;
  private EngineSession session;

  @BeforeEach
  void open() throws Exception {
    file = SqliteFile.open(folder.resolve("what? 100%.db"));
    session = file.session();
    run(session, "CREATE TABLE t (id INTEGER PRIMARY KEY, v VARCHAR(20) UNIQUE)");
  }

  @AfterEach
  void close() throws SQLException {
    file.close();
  }

  @Test
  void shouldCountWhatAStatementChanges() throws SQLException {
    assertThat(run(session, "INSERT INTO t VALUES (1, 'a'), (2, 'b')")).isEqualTo(2);
    assertThat(run(session, "CREATE TABLE u (i)")).isZero();
    assertThat(run(session, "UPDATE t SET v = v || '!' WHERE id = ?", 2)).isEqualTo(1);
    assertThat(run(session, "INSERT OR IGNORE INTO t VALUES (1, 'z')")).isZero();
    assertThat(run(session, "SELECT 1")).isEqualTo(-1);
  }

  @Test
  void shouldSayWhatBecameOfAStatement() throws SQLException {
    Reply read = session.execute(statement("SELECT 1"), NONE, ExecuteOptions.AUTO_COMMIT);
    assertThat(read.read()).isTrue();
    read.cursor().close();
    Reply write = execute("INSERT INTO t VALUES (1, 'a')", ExecuteOptions.AUTO_COMMIT);
    assertThat(write.fate()).isEqualTo(Fate.COMMITTED);
    assertThat(write.read()).isFalse();
    assertThat(execute("DELETE FROM t", ExecuteOptions.IN_TRANSACTION).fate())
        .isEqualTo(Fate.NOT_COMMITTED);
    assertThat(execute("ATTACH ':memory:' AS m", ExecuteOptions.AUTO_COMMIT).sessionChanged())
        .isTrue();
  }

  @Test
  void shouldKeepManyCursorsOfOneTextOpen() throws SQLException {
    run(session, "INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'c')");
    Cursor.Native first = query("SELECT id FROM t ORDER BY id");
    Cursor.Native second = query("SELECT id FROM t ORDER BY id");
    assertThat(first.next()).isTrue();
    assertThat(second.next()).isTrue();
    assertThat(first.next()).isTrue();
    assertThat(first.resultSet().getInt(1)).isEqualTo(2);
    assertThat(second.resultSet().getInt(1)).isEqualTo(1);
    first.close();
    Cursor.Native third = query("SELECT id FROM t ORDER BY id");
    first.close();
    assertThat(third.next()).isTrue();
    assertThat(second.next()).isTrue();
    assertThat(second.resultSet().getInt(1)).isEqualTo(2);
    assertThat(first.next()).isFalse();
  }

  @Test
  void shouldReadWhileTheSameSessionWrites() throws SQLException {
    run(session, "INSERT INTO t VALUES (1, 'a'), (2, 'b')");
    Cursor.Native rows = query("SELECT id FROM t ORDER BY id");
    assertThat(rows.next()).isTrue();
    run(session, "UPDATE t SET v = 'x' WHERE id = 1");
    assertThat(rows.next()).isTrue();
    rows.close();
    assertThat(column(session, "SELECT v FROM t WHERE id = 1")).containsExactly("x");
  }

  @Test
  void shouldCommitReturningAtOnce() throws Exception {
    try (EngineSession other = file.session()) {
      Reply reply =
          execute(
              "INSERT INTO t(v) VALUES ('a'), ('b') RETURNING v, id, id AS id, hex(v)",
              ExecuteOptions.AUTO_COMMIT);
      assertThat(column(other, "SELECT count(*) FROM t")).containsExactly(2);
      run(other, "DELETE FROM t");
      Cursor.Native rows = (Cursor.Native) reply.cursor();
      assertThat(rows.next()).isTrue();
      ResultSet row = rows.resultSet();
      assertThat(row.getString("V")).isEqualTo("a");
      assertThat(row.getObject(2)).isEqualTo(1);
      assertThat(row.getMetaData().getColumnLabel(3)).isEqualTo("id");
      assertThat(row.getMetaData().getColumnTypeName(1)).isEqualTo("VARCHAR");
      assertThat(row.getMetaData().getPrecision(1)).isEqualTo(20);
      assertThat(rows.next()).isTrue();
      assertThat(rows.next()).isFalse();
      rows.close();
    }
  }

  @Test
  void shouldKeepManyResultsOfWrites() throws SQLException {
    Cursor.Native first =
        (Cursor.Native)
            execute(
                    "INSERT INTO t VALUES (1, 'a'), (2, 'b') RETURNING id",
                    ExecuteOptions.AUTO_COMMIT)
                .cursor();
    Cursor.Native second =
        (Cursor.Native) execute("PRAGMA table_info(t)", ExecuteOptions.AUTO_COMMIT).cursor();
    assertThat(first.next()).isTrue();
    assertThat(second.next()).isTrue();
    second.close();
    assertThat(first.next()).isTrue();
    first.close();
  }

  @Test
  void shouldFindGeneratedKeys() throws SQLException {
    assertThat(keys("INSERT INTO t(v) VALUES ('a')", GeneratedKeys.ANY)).containsExactly(1);
    assertThat(keys("/* x */ REPLACE INTO t(id, v) VALUES (7, 'b')", GeneratedKeys.ANY))
        .containsExactly(7);
    assertThat(keys("INSERT OR IGNORE INTO t VALUES (7, 'b')", GeneratedKeys.ANY)).isEmpty();
    assertThat(keys("UPDATE t SET v = 'c' WHERE id = 7", GeneratedKeys.ANY)).isEmpty();
    GeneratedKeys byName = new GeneratedKeys(true, List.of(), List.of("id"));
    assertThat(keys("INSERT INTO t(v) VALUES ('x'), ('y') -- two", byName)).containsExactly(8, 9);
    GeneratedKeys unknown = new GeneratedKeys(true, List.of(), List.of("nowhere"));
    assertThatThrownBy(() -> keys("INSERT INTO t(v) VALUES ('z')", unknown))
        .isInstanceOf(SQLException.class);
  }

  @Test
  void shouldBindValuesAsTheDriverDoes() throws SQLException {
    assertThat(type(null)).isEqualTo("null");
    assertThat(type(true)).isEqualTo("integer");
    assertThat(type((byte) 5)).isEqualTo("integer");
    assertThat(type((short) 5)).isEqualTo("integer");
    assertThat(type(5L)).isEqualTo("integer");
    assertThat(type(1.5f)).isEqualTo("real");
    assertThat(type(new BigDecimal("1.50"))).isEqualTo("text");
    assertThat(type(new byte[] {1})).isEqualTo("blob");
    assertThat(type(new java.sql.Timestamp(0))).isEqualTo("integer");
    assertThat(column(session, "SELECT ?", LocalDate.of(2026, 1, 2))).containsExactly("2026-01-02");
    UUID id = UUID.randomUUID();
    assertThat(column(session, "SELECT ?", id)).containsExactly(id.toString());
    assertThat(column(session, "SELECT ?", BigInteger.TEN.pow(30)))
        .containsExactly(BigInteger.TEN.pow(30).toString());
  }

  @Test
  void shouldRefuseAWrongNumberOfParameters() throws SQLException {
    assertThat(column(session, "SELECT ?", 1)).containsExactly(1);
    assertThatThrownBy(() -> column(session, "SELECT ?"))
        .hasMessageContaining("has 1 parameters, 0 were given");
    assertThatThrownBy(() -> column(session, "SELECT ?", 1, 2)).isInstanceOf(SQLException.class);
  }

  @Test
  void shouldKeepNothingOfAFailedBatchInAutoCommit() throws SQLException {
    List<Object[]> rows = List.<Object[]>of(new Object[] {1}, new Object[] {2}, new Object[] {1});
    assertThatThrownBy(
            () ->
                session.executeBatch(
                    statement("INSERT INTO t(id) VALUES (?)"), rows, ExecuteOptions.AUTO_COMMIT))
        .isInstanceOfSatisfying(
            BatchUpdateException.class,
            e -> {
              assertThat(e.getSQLState()).isEqualTo("23505");
              assertThat(e.getLargeUpdateCounts()).isEmpty();
            });
    assertThat(session.transaction()).isEqualTo(TransactionState.NONE);
    assertThat(column(session, "SELECT id FROM t")).isEmpty();
    assertThat(
            session.executeBatch(
                statement("INSERT INTO t(id) VALUES (?)"),
                rows.subList(0, 2),
                ExecuteOptions.AUTO_COMMIT))
        .containsExactly(1, 1);
    assertThat(column(session, "SELECT id FROM t")).containsExactly(1, 2);
  }

  @Test
  void shouldKeepTheRowsBeforeTheFailedOneInATransaction() throws SQLException {
    List<Object[]> rows = List.<Object[]>of(new Object[] {1}, new Object[] {2}, new Object[] {1});
    assertThatThrownBy(
            () ->
                session.executeBatch(
                    statement("INSERT INTO t(id) VALUES (?)"), rows, ExecuteOptions.IN_TRANSACTION))
        .isInstanceOf(BatchUpdateException.class);
    assertThat(session.transaction()).isEqualTo(TransactionState.WRITING);
    session.commit();
    assertThat(column(session, "SELECT id FROM t")).containsExactly(1, 2);
  }

  @Test
  void shouldHandOutNoMoreRowsThanAskedFor() throws SQLException {
    run(session, "INSERT INTO t(id) VALUES (1), (2), (3)");
    ExecuteOptions two = new ExecuteOptions(true, false, false, 2, null, GeneratedKeys.NONE);
    assertThat(column(execute("SELECT id FROM t", two).cursor())).hasSize(2);
    assertThat(column(session, "SELECT id FROM t")).hasSize(3);
    assertThat(column(execute("DELETE FROM t RETURNING id", two).cursor())).hasSize(2);
    assertThat(column(session, "SELECT id FROM t")).isEmpty();
  }

  @Test
  void shouldDescribeAStatement() throws SQLException {
    Description description = session.describe(statement("SELECT id, v AS w FROM t WHERE id = ?"));
    assertThat(description.parameters()).hasSize(1);
    assertThat(description.shape().columns())
        .extracting(ColumnInfo::label)
        .containsExactly("id", "w");
    assertThat(description.shape().columns().get(1).typeName()).isEqualTo("VARCHAR");
    assertThat(session.describe(statement("DELETE FROM t")).shape()).isNull();
  }

  @Test
  void shouldAnswerMetadataFromTheDriver() throws SQLException {
    MetadataCall tables =
        new MetadataCall(
            "getTables",
            List.of("String", "String", "String", "String[]"),
            new Object[] {null, null, "%", null});
    Cursor.Native first = (Cursor.Native) session.metadata(tables);
    Cursor.Native second = (Cursor.Native) session.metadata(tables);
    assertThat(first.next()).isTrue();
    assertThat(second.next()).isTrue();
    assertThat(first.resultSet().getString("TABLE_NAME"))
        .isEqualTo(second.resultSet().getString("TABLE_NAME"));
    first.close();
    second.close();
    assertThat(session.metadata(new MetadataCall("getDatabaseProductName", List.of(), NONE)))
        .isEqualTo("SQLite");
    assertThat(session.nativeConnection(SQLiteConnection.class)).isPresent();
    assertThat(session.schema()).isNull();
  }

  @Test
  void shouldGiveEveryErrorAnSqlState() {
    assertThatThrownBy(() -> run(session, "SELEC 1")).satisfies(SqliteSessionTest::hasState);
    assertThatThrownBy(() -> run(session, "SELECT * FROM nowhere"))
        .satisfies(SqliteSessionTest::hasState);
    assertThatThrownBy(() -> column(session, "SELECT json(?)", "{"))
        .satisfies(SqliteSessionTest::hasState);
  }

  @Test
  void shouldGiveAnSqlStateToAnErrorInALaterRow() throws SQLException {
    Cursor.Native rows = query("SELECT json(column1) FROM (VALUES ('1'), ('{'))");
    assertThat(rows.next()).isTrue();
    assertThatThrownBy(rows::next).satisfies(SqliteSessionTest::hasState);
    rows.close();
  }

  @Test
  void shouldRefuseWhatIsNotARead() throws SQLException {
    ExecuteOptions read = ExecuteOptions.AUTO_COMMIT.readsOnly();
    assertThat(column(execute("SELECT 1", read).cursor())).containsExactly(1);
    assertThatThrownBy(() -> execute("INSERT INTO t VALUES (1, 'a')", read))
        .isInstanceOfSatisfying(
            SQLException.class,
            e -> assertThat(e.getSQLState()).isEqualTo(ErrorCode.READ_ONLY.sqlState()));
    run(session, "INSERT INTO t VALUES (1, 'a')");
  }

  @Test
  void shouldRefuseWorkAfterItIsClosed() throws SQLException {
    Cursor.Native rows = query("SELECT 1");
    session.close();
    session.close();
    rows.close();
    assertThat(session.isValid(Duration.ofSeconds(1))).isFalse();
    assertThatThrownBy(() -> run(session, "SELECT 1"))
        .isInstanceOfSatisfying(
            SQLException.class,
            e -> assertThat(e.getSQLState()).isEqualTo(ErrorCode.CLOSED.sqlState()));
  }

  @Test
  void shouldRespectTheClientsQueryOnly() throws SQLException {
    run(session, "PRAGMA query_only = ON");
    run(session, SqliteFile.READ_ONLY, "SELECT 1");
    assertThatThrownBy(() -> run(session, "INSERT INTO t VALUES (1, 'a')"))
        .isInstanceOf(SQLException.class);
    run(session, "PRAGMA query_only = OFF");
    run(session, "INSERT INTO t VALUES (1, 'a')");
  }

  private static void hasState(Throwable failure) {
    assertThat(((SQLException) failure).getSQLState()).hasSize(5);
  }

  private Reply execute(String sql, ExecuteOptions options) throws SQLException {
    return session.execute(statement(sql), NONE, options);
  }

  private Cursor.Native query(String sql) throws SQLException {
    return (Cursor.Native) execute(sql, ExecuteOptions.AUTO_COMMIT).cursor();
  }

  private List<Object> keys(String sql, GeneratedKeys keys) throws SQLException {
    return column(
        execute(sql, new ExecuteOptions(true, false, false, 0, null, keys)).generatedKeys());
  }

  private Object type(Object value) throws SQLException {
    return column(session, "SELECT typeof(?)", value).get(0);
  }
}
