package dev.bolt.jdbc;

import static dev.bolt.jdbc.SqlStates.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bolt.EngineKind;
import dev.bolt.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.BatchUpdateException;
import java.sql.Date;
import java.sql.JDBCType;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Calendar;
import java.util.TimeZone;
import javax.sql.rowset.serial.SerialBlob;
import javax.sql.rowset.serial.SerialClob;
import org.junit.jupiter.api.Test;

class PreparedStatementTest extends JdbcTest {

  private interface Setter {
    void on(PreparedStatement statement) throws SQLException;
  }

  /** What the engine makes of a parameter of a type. */
  private String echo(String type, Setter setter) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT CAST(? AS " + type + ")")) {
      setter.on(statement);
      try (ResultSet rows = statement.executeQuery()) {
        assertThat(rows.next()).isTrue();
        return rows.getString(1);
      }
    }
  }

  @Test
  void shouldRunAgainWithOtherParameters() throws SQLException {
    try (PreparedStatement insert =
            connection.prepareStatement("INSERT INTO t (id, name) VALUES (?, ?)");
        PreparedStatement select = connection.prepareStatement("SELECT name FROM t WHERE id = ?")) {
      for (int i = 1; i <= 3; i++) {
        insert.setInt(1, i);
        insert.setString(2, "n" + i);
        assertThat(insert.executeUpdate()).isEqualTo(1);
      }
      select.setInt(1, 2);
      assertThat(column(select.executeQuery())).containsExactly("n2");
      select.setLong(1, 3);
      assertThat(column(select.executeQuery())).containsExactly("n3");
    }
  }

  @Test
  void shouldNotAskTheEngineUntilItRuns() throws SQLException {
    try (PreparedStatement later = connection.prepareStatement("SELECT * FROM later")) {
      execute("CREATE TABLE later (i INTEGER)");
      assertThat(column(later.executeQuery())).isEmpty();
    }
    try (PreparedStatement wrong = connection.prepareStatement("SELEC 1")) {
      assertFails(ErrorCode.SYNTAX, wrong::execute);
    }
  }

  @Test
  void shouldRefuseMissingAndSurplusParameters() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT ?, ?")) {
      statement.setInt(1, 1);
      assertThat((Throwable) assertFails(ErrorCode.INVALID_ARGUMENT, statement::executeQuery))
          .hasMessageContaining("Parameter 2 of 2");
      assertFails(ErrorCode.INVALID_ARGUMENT, () -> statement.setInt(3, 1));
      assertFails(ErrorCode.INVALID_ARGUMENT, () -> statement.setInt(0, 1));
      statement.setInt(2, 2);
      assertThat(column(statement.executeQuery())).containsExactly("1");
      statement.clearParameters();
      assertFails(ErrorCode.INVALID_ARGUMENT, statement::executeQuery);
    }
  }

  @Test
  void shouldDealParametersOutToSeveralStatements() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO t VALUES (?, ?); UPDATE t SET name = ? WHERE id = ?; SELECT name FROM"
                + " t")) {
      statement.setInt(1, 1);
      statement.setString(2, "a");
      statement.setString(3, "b");
      statement.setInt(4, 1);
      assertThat(names()).isEmpty();
      assertThat(statement.execute()).isFalse();
      assertThat(statement.getMoreResults()).isFalse();
      assertThat(statement.getUpdateCount()).isEqualTo(1);
      assertThat(statement.getMoreResults()).isTrue();
      assertThat(column(statement.getResultSet())).containsExactly("b");
      assertFails(ErrorCode.NOT_SUPPORTED, statement::addBatch);
    }
  }

  @Test
  void shouldTakeNumbersAndText() throws SQLException {
    assertThat(echo("INTEGER", s -> s.setByte(1, (byte) 7))).isEqualTo("7");
    assertThat(echo("INTEGER", s -> s.setShort(1, (short) -7))).isEqualTo("-7");
    assertThat(echo("BIGINT", s -> s.setLong(1, Long.MAX_VALUE))).isEqualTo("9223372036854775807");
    assertThat(echo("DOUBLE", s -> s.setDouble(1, 1.5))).isEqualTo("1.5");
    assertThat(echo("DOUBLE", s -> s.setFloat(1, 2.5f))).isEqualTo("2.5");
    assertThat(echo("VARCHAR", s -> s.setString(1, "ü'\"é"))).isEqualTo("ü'\"é");
    assertThat(echo("VARCHAR", s -> s.setNString(1, "n"))).isEqualTo("n");
    assertThat(echo("DECIMAL(9,2)", s -> s.setBigDecimal(1, new BigDecimal("12.34"))))
        .isEqualTo("12.34");
    assertThat(echo("INTEGER", s -> s.setObject(1, Byte.valueOf((byte) 3)))).isEqualTo("3");
    assertThat(echo("VARCHAR", s -> s.setObject(1, 'c'))).isEqualTo("c");
  }

  @Test
  void shouldTakeNull() throws SQLException {
    assertThat(echo("INTEGER", s -> s.setNull(1, Types.INTEGER))).isNull();
    assertThat(echo("VARCHAR", s -> s.setString(1, null))).isNull();
    assertThat(echo("VARCHAR", s -> s.setObject(1, null))).isNull();
    assertThat(echo("DATE", s -> s.setDate(1, null, Calendar.getInstance()))).isNull();
    assertThat(echo("BLOB", s -> s.setBinaryStream(1, null))).isNull();
    assertThat(echo("VARCHAR", s -> s.setObject(1, null, Types.VARCHAR))).isNull();
  }

  @Test
  void shouldReadStreamsAndLobsOfParameters() throws Exception {
    byte[] bytes = "stream".getBytes(StandardCharsets.US_ASCII);
    assertThat(echo("VARCHAR", s -> s.setCharacterStream(1, new StringReader("text"))))
        .isEqualTo("text");
    assertThat(echo("VARCHAR", s -> s.setCharacterStream(1, new StringReader("text"), 2)))
        .isEqualTo("te");
    assertThat(echo("VARCHAR", s -> s.setAsciiStream(1, new ByteArrayInputStream(bytes), 3)))
        .isEqualTo("str");
    assertThat(echo("VARCHAR", s -> s.setClob(1, new StringReader("clob")))).isEqualTo("clob");
    SerialClob clob = new SerialClob("a clob".toCharArray());
    assertThat(echo("VARCHAR", s -> s.setClob(1, clob))).isEqualTo("a clob");
    try (PreparedStatement statement = connection.prepareStatement("SELECT ?, ?, ?")) {
      statement.setBytes(1, bytes);
      statement.setBinaryStream(2, new ByteArrayInputStream(bytes), 2L);
      statement.setBlob(3, new SerialBlob(bytes));
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        assertThat(rows.getBytes(1)).isEqualTo(bytes);
        assertThat(rows.getBytes(2)).isEqualTo("st".getBytes(StandardCharsets.US_ASCII));
        assertThat(rows.getBytes(3)).isEqualTo(bytes);
      }
    }
  }

  @Test
  void shouldTakeDatesAndTimes() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT ?, ?")) {
      Timestamp timestamp = Timestamp.valueOf("2024-02-29 12:34:56.789");
      Date date = Date.valueOf("2024-02-29");
      statement.setTimestamp(1, timestamp);
      statement.setDate(2, date);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        assertThat(rows.getTimestamp(1)).isEqualTo(timestamp);
        assertThat(rows.getDate(2)).isEqualTo(date);
      }
    }
  }

  @Test
  void shouldSeeMomentsInTheZoneOfTheCalendar() throws SQLException {
    assumeTrue(engine == EngineKind.DUCKDB, "SQLite stores the instant");
    Calendar utc = Calendar.getInstance(TimeZone.getTimeZone("UTC"));
    long midnight = 1_709_164_800_000L;
    assertThat(echo("VARCHAR", s -> s.setTimestamp(1, new Timestamp(midnight), utc)))
        .isEqualTo("2024-02-29 00:00:00");
    assertThat(echo("VARCHAR", s -> s.setDate(1, new Date(midnight), utc))).isEqualTo("2024-02-29");
    assertThat(echo("VARCHAR", s -> s.setTime(1, new Time(midnight + 1000), utc)))
        .isEqualTo("00:00:01");
  }

  @Test
  void shouldTakeJavaTime() throws SQLException {
    assertThat(echo("VARCHAR", s -> s.setObject(1, LocalDate.of(2024, 2, 29))))
        .isEqualTo("2024-02-29");
    String moment = echo("VARCHAR", s -> s.setObject(1, LocalDateTime.of(2024, 2, 29, 1, 2, 3)));
    assertThat(moment.replace('T', ' ')).isEqualTo("2024-02-29 01:02:03");
  }

  @Test
  void shouldConvertToTheTargetType() throws SQLException {
    assertThat(echo("INTEGER", s -> s.setObject(1, "12", Types.INTEGER))).isEqualTo("12");
    assertThat(echo("VARCHAR", s -> s.setObject(1, 12, Types.VARCHAR))).isEqualTo("12");
    assertThat(echo("BIGINT", s -> s.setObject(1, 5, Types.BIGINT, 0))).isEqualTo("5");
    assertThat(echo("INTEGER", s -> s.setObject(1, "7", JDBCType.INTEGER))).isEqualTo("7");
    assumeTrue(engine == EngineKind.DUCKDB, "SQLite converts by the column");
    assertThat(echo("BOOLEAN", s -> s.setObject(1, 1, Types.BOOLEAN))).isEqualTo("true");
    assertFails(
        ErrorCode.DATA, () -> echo("INTEGER", s -> s.setObject(1, 1L << 40, Types.INTEGER)));
    assertFails(ErrorCode.DATA, () -> echo("INTEGER", s -> s.setObject(1, "x", Types.INTEGER)));
  }

  @Test
  void shouldTakeArraysAndStructs() throws SQLException {
    if (engine == EngineKind.SQLITE) {
      assertFails(
          ErrorCode.NOT_SUPPORTED, () -> connection.createArrayOf("INTEGER", new Object[] {1}));
      return;
    }
    Array array = connection.createArrayOf("INTEGER", new Object[] {1, 2, null});
    assertThat(echo("VARCHAR", s -> s.setArray(1, array))).isEqualTo("[1, 2, NULL]");
    assertThat(
            echo(
                "VARCHAR",
                s ->
                    s.setObject(
                        1,
                        connection.createStruct(
                            "STRUCT(i INTEGER, s VARCHAR)", new Object[] {1, "x"}))))
        .contains("'i': 1");
  }

  @Test
  void shouldDescribeItselfBeforeItRuns() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT id, name AS label FROM t WHERE id = ?")) {
      ResultSetMetaData columns = statement.getMetaData();
      assertThat(columns.getColumnCount()).isEqualTo(2);
      assertThat(columns.getColumnLabel(2)).isEqualTo("label");
      ParameterMetaData parameters = statement.getParameterMetaData();
      assertThat(parameters.getParameterCount()).isEqualTo(1);
      assertThat(parameters.getParameterMode(1)).isEqualTo(ParameterMetaData.parameterModeIn);
      assertFails(ErrorCode.INVALID_ARGUMENT, () -> parameters.getParameterType(2));
    }
    try (PreparedStatement statement = connection.prepareStatement("DELETE FROM t")) {
      assertThat(statement.getMetaData()).isNull();
    }
  }

  @Test
  void shouldDescribeTheTableThatThereIsNow() throws SQLException {
    execute("CREATE TABLE replaced (a INTEGER)");
    assertThat(columnType("SELECT a FROM replaced WHERE a = ?")).isEqualTo("INTEGER");
    execute("DROP TABLE replaced");
    execute("CREATE TABLE replaced (a VARCHAR)");
    assertThat(columnType("SELECT a FROM replaced WHERE a = ?")).isEqualTo("VARCHAR");
  }

  private String columnType(String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      return statement.getMetaData().getColumnTypeName(1);
    }
  }

  @Test
  void shouldReturnGeneratedKeys() throws SQLException {
    createTableWithKeys();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO keyed (name) VALUES (?)", Statement.RETURN_GENERATED_KEYS)) {
      for (int i = 1; i <= 3; i++) {
        statement.setString(1, "n" + i);
        assertThat(statement.executeUpdate()).isEqualTo(1);
        assertThat(column(statement.getGeneratedKeys())).containsExactly(String.valueOf(i));
      }
    }
  }

  @Test
  void shouldRunABatchInOneTransaction() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("INSERT INTO t VALUES (?, ?)")) {
      for (int i = 1; i <= 100; i++) {
        statement.setInt(1, i);
        statement.setString(2, "n" + i);
        statement.addBatch();
      }
      assertThat(statement.executeBatch()).hasSize(100).containsOnly(1);
      assertThat(statement.executeLargeBatch()).isEmpty();
      assertThat(names()).hasSize(100);
    }
  }

  @Test
  void shouldKeepNothingOfABatchThatFailsInAutoCommit() throws SQLException {
    BatchUpdateException failure = failingBatch();
    assertThat(failure.getSQLState()).isEqualTo(ErrorCode.UNIQUE_VIOLATION.sqlState());
    assertThat(failure.getUpdateCounts()).isEmpty();
    assertThat(failure.getLargeUpdateCounts()).isEmpty();
    assertThat(names()).isEmpty();
    assertThat(connection.getAutoCommit()).isTrue();
    execute("INSERT INTO t VALUES (9, 'after')");
    assertThat(names()).containsExactly("after");
  }

  @Test
  void shouldLeaveTheTransactionToTheClientWhenABatchFails() throws SQLException {
    connection.setAutoCommit(false);
    execute("INSERT INTO t VALUES (5, 'before')");
    BatchUpdateException failure = failingBatch();
    // DuckDB has rolled the transaction back; in SQLite the rows before the failure are in it.
    int[] kept = engine == EngineKind.DUCKDB ? new int[0] : new int[] {1, 1};
    assertThat(failure.getUpdateCounts()).isEqualTo(kept);
    connection.rollback();
    assertThat(names()).isEmpty();
  }

  private BatchUpdateException failingBatch() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("INSERT INTO t VALUES (?, 'x')")) {
      for (int id : new int[] {1, 2, 1, 3}) {
        statement.setInt(1, id);
        statement.addBatch();
      }
      return catchThrowableOfType(BatchUpdateException.class, statement::executeBatch);
    }
  }

  @Test
  void shouldRefuseMethodsThatTakeAText() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT 1")) {
      assertFails(ErrorCode.INVALID_ARGUMENT, () -> statement.execute("SELECT 2"));
      assertFails(ErrorCode.INVALID_ARGUMENT, () -> statement.executeQuery("SELECT 2"));
      assertFails(ErrorCode.INVALID_ARGUMENT, () -> statement.executeUpdate("DELETE FROM t"));
      assertFails(ErrorCode.INVALID_ARGUMENT, () -> statement.addBatch("DELETE FROM t"));
      assertFails(ErrorCode.NOT_SUPPORTED, () -> statement.setRowId(1, null));
    }
  }

  @Test
  void shouldRefuseUseAfterClose() throws SQLException {
    PreparedStatement statement = connection.prepareStatement("SELECT ?");
    statement.close();
    assertFails(ErrorCode.CLOSED, () -> statement.setInt(1, 1));
    assertFails(ErrorCode.CLOSED, statement::executeQuery);
    assertFails(ErrorCode.CLOSED, statement::getMetaData);
    assertFails(ErrorCode.CLOSED, statement::addBatch);
  }
}
