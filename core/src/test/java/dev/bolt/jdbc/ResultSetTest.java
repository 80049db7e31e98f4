package dev.bolt.jdbc;

import static dev.bolt.jdbc.SqlStates.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bolt.EngineKind;
import dev.bolt.ErrorCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the result sets of both engines have in common. */
class ResultSetTest extends JdbcTest {
  private Statement statement;

  @BeforeEach
  void fill() throws SQLException {
    execute("INSERT INTO t VALUES (1, 'a'), (2, 'b')");
    statement = connection.createStatement();
  }

  @AfterEach
  void closeStatement() throws SQLException {
    statement.close();
  }

  private ResultSet all() throws SQLException {
    return statement.executeQuery("SELECT id, name, NULL AS empty FROM t ORDER BY id");
  }

  @Test
  void shouldFindColumnsByLabel() throws SQLException {
    try (ResultSet rows = all()) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.findColumn("NAME")).isEqualTo(2);
      assertThat(rows.getString("Name")).isEqualTo("a");
      assertThat(rows.getInt("id")).isEqualTo(1);
      assertThat(rows.getLong(1)).isEqualTo(1);
      assertThat(rows.getObject("name", String.class)).isEqualTo("a");
      assertFails(ErrorCode.UNKNOWN_COLUMN, () -> rows.getString("missing"));
      assertThat(rows.getRow()).isEqualTo(1);
    }
  }

  @Test
  void shouldFindColumnsThatAnotherConnectionHasChanged() throws SQLException {
    try (BoltConnection other = file.connect();
        PreparedStatement select = connection.prepareStatement("SELECT * FROM u")) {
      execute("CREATE TABLE u (a INTEGER, b INTEGER)");
      execute("INSERT INTO u VALUES (1, 2)");
      assertThat(find(select, "b")).isEqualTo(2);
      execute(other, "ALTER TABLE u RENAME COLUMN b TO c");
      assertThat(find(select, "c")).isEqualTo(2);
      assertFails(ErrorCode.UNKNOWN_COLUMN, () -> find(select, "b"));
      execute(other, "ALTER TABLE u ADD COLUMN b INTEGER DEFAULT 3");
      assertThat(find(select, "b")).isEqualTo(3);
    }
  }

  /** The value of a column of the first row, found by its label. */
  private static int find(PreparedStatement select, String label) throws SQLException {
    try (ResultSet rows = select.executeQuery()) {
      rows.next();
      assertThat(rows.getMetaData().getColumnLabel(rows.findColumn(label))).isEqualTo(label);
      assertThat(rows.getInt(rows.getMetaData().getColumnCount())).isPositive();
      return rows.getInt(label);
    }
  }

  @Test
  void shouldTellNull() throws SQLException {
    try (ResultSet rows = all()) {
      rows.next();
      assertThat(rows.getInt(3)).isZero();
      assertThat(rows.wasNull()).isTrue();
      assertThat(rows.getString(2)).isEqualTo("a");
      assertThat(rows.wasNull()).isFalse();
      assertThat(rows.getObject(3)).isNull();
    }
  }

  @Test
  void shouldFailWithAStateWhereThereIsNoValue() throws SQLException {
    try (ResultSet rows = all()) {
      rows.next();
      assertThat(failure(() -> rows.getString(9)).getSQLState()).hasSize(5);
      assertThat(failure(() -> rows.getString(0)).getSQLState()).hasSize(5);
      assertThat(failure(() -> rows.getDate(2)).getSQLState()).hasSize(5);
    }
  }

  private static SQLException failure(ThrowingCallable call) {
    return catchThrowableOfType(SQLException.class, call);
  }

  @Test
  void shouldDescribeItsColumns() throws SQLException {
    try (ResultSet rows = all()) {
      ResultSetMetaData columns = rows.getMetaData();
      assertThat(columns.getColumnCount()).isEqualTo(3);
      assertThat(columns.getColumnLabel(3)).isEqualTo("empty");
      assertThat(columns.getColumnTypeName(1)).isEqualTo("INTEGER");
    }
  }

  @Test
  void shouldMoveForwardOnlyAndChangeNothing() throws SQLException {
    try (ResultSet rows = all()) {
      assertThat(rows.getType()).isEqualTo(ResultSet.TYPE_FORWARD_ONLY);
      assertThat(rows.getConcurrency()).isEqualTo(ResultSet.CONCUR_READ_ONLY);
      assertThat(rows.getHoldability()).isEqualTo(ResultSet.HOLD_CURSORS_OVER_COMMIT);
      assertThat(rows.getFetchDirection()).isEqualTo(ResultSet.FETCH_FORWARD);
      rows.setFetchSize(10);
      rows.next();
      assertFails(ErrorCode.NOT_SUPPORTED, rows::previous);
      assertFails(ErrorCode.NOT_SUPPORTED, rows::first);
      assertFails(ErrorCode.NOT_SUPPORTED, () -> rows.absolute(1));
      assertFails(ErrorCode.NOT_SUPPORTED, () -> rows.updateString(2, "x"));
      assertFails(ErrorCode.NOT_SUPPORTED, rows::insertRow);
      assertFails(ErrorCode.NOT_SUPPORTED, rows::getCursorName);
    }
  }

  @Test
  void shouldStayAtTheEnd() throws SQLException {
    try (ResultSet rows = all()) {
      assertThat(column(rows)).containsExactly("1", "2");
      assertThat(rows.next()).isFalse();
      assertThat(rows.isClosed()).isFalse();
    }
  }

  @Test
  void shouldRefuseUseAfterClose() throws SQLException {
    ResultSet rows = all();
    rows.next();
    rows.close();
    rows.close();
    assertThat(rows.isClosed()).isTrue();
    assertFails(ErrorCode.CLOSED, rows::next);
    assertFails(ErrorCode.CLOSED, () -> rows.getString(1));
    assertFails(ErrorCode.CLOSED, () -> rows.getString("name"));
    assertFails(ErrorCode.CLOSED, rows::getMetaData);
    assertFails(ErrorCode.CLOSED, rows::getStatement);
    assertFails(ErrorCode.CLOSED, rows::wasNull);
  }

  @Test
  void shouldUnwrapToItself() throws SQLException {
    try (ResultSet rows = all()) {
      assertThat(rows.isWrapperFor(ResultSet.class)).isTrue();
      assertThat(rows.unwrap(ResultSet.class)).isSameAs(rows);
      assertThat(rows.isWrapperFor(String.class)).isFalse();
      assertFails(ErrorCode.INVALID_ARGUMENT, () -> rows.unwrap(String.class));
    }
  }

  @Test
  void shouldHandOutTheDriversResultOnlyWhenAllowed() throws Exception {
    assumeTrue(engine == EngineKind.SQLITE);
    Class<?> type = Class.forName("org.sqlite.jdbc4.JDBC4ResultSet");
    try (ResultSet rows = all()) {
      assertFails(ErrorCode.INVALID_ARGUMENT, () -> rows.unwrap(type));
    }
    try (Connection allowed = file.connect(true);
        Statement select = allowed.createStatement();
        ResultSet rows = select.executeQuery("SELECT 1 AS one")) {
      assertThat(rows.unwrap(type)).isInstanceOf(type);
      assertThat(((ResultSet) rows.unwrap(type)).findColumn("one")).isEqualTo(1);
    }
  }

  @Test
  void shouldKeepTheStreamsOfSqlite() throws Exception {
    assumeTrue(engine == EngineKind.SQLITE);
    try (ResultSet rows = statement.executeQuery("SELECT x'0102', 'text'")) {
      rows.next();
      assertThat(rows.getBinaryStream(1).readAllBytes()).containsExactly(1, 2);
      assertThat(rows.getCharacterStream(2).read()).isEqualTo('t');
      assertThat(rows.getClob(2).getSubString(1, 4)).isEqualTo("text");
    }
  }
}
