package dev.bolt.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.engine.ChunkedResult;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class ChunkResultSetTest {

  private static final List<String> NAVIGATION =
      List.of(
          "absolute",
          "relative",
          "previous",
          "first",
          "last",
          "beforeFirst",
          "afterLast",
          "isFirst",
          "isLast",
          "isBeforeFirst",
          "isAfterLast");

  private Connection connection;
  private Statement statement;

  @BeforeEach
  void connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("jdbc_stream_results", "true");
    connection = new DuckDBDriver().connect("jdbc:duckdb:", properties);
    statement = connection.createStatement();
  }

  @AfterEach
  void close() throws SQLException {
    statement.close();
    connection.close();
  }

  private ResultSet query(String sql) throws SQLException {
    return new ChunkResultSet(
        statement, new ChunkedResult(statement.executeQuery(sql), 1000, true));
  }

  static Stream<Method> refusedMethods() {
    return Arrays.stream(ResultSet.class.getMethods())
        .filter(method -> Modifier.isAbstract(method.getModifiers()))
        .filter(
            method ->
                method.getName().matches("(update|insert|delete|refresh|cancelRow|moveTo|row).*")
                    || NAVIGATION.contains(method.getName()));
  }

  @ParameterizedTest
  @MethodSource("refusedMethods")
  void shouldRefuseWhenRowsAreToBeChangedOrReadBackwards(Method method) throws Exception {
    try (ResultSet result = query("SELECT 1 AS x")) {
      result.next();
      Object[] arguments =
          Arrays.stream(method.getParameterTypes()).map(ChunkResultSetTest::argument).toArray();
      assertThatThrownBy(() -> method.invoke(result, arguments))
          .isInstanceOf(InvocationTargetException.class)
          .cause()
          .isInstanceOf(SQLFeatureNotSupportedException.class)
          .hasMessageMatching(".*(use next\\(\\)|run an INSERT, UPDATE or DELETE)")
          .extracting("SQLState")
          .isEqualTo("0A000");
    }
  }

  private static Object argument(Class<?> type) {
    if (type == boolean.class) {
      return false;
    }
    if (!type.isPrimitive()) {
      return type == String.class ? "x" : null;
    }
    Object zero = java.lang.reflect.Array.get(java.lang.reflect.Array.newInstance(type, 1), 0);
    return type == int.class ? Integer.valueOf(1) : zero;
  }

  @Test
  void shouldFindColumnsByLabelWhateverTheCase() throws SQLException {
    try (ResultSet result = query("SELECT 1 AS \"Key\", 2 AS value, 3 AS VALUE_2")) {
      assertThat(result.findColumn("key")).isEqualTo(1);
      assertThat(result.findColumn("VALUE")).isEqualTo(2);
      assertThat(result.next()).isTrue();
      assertThat(result.getInt("value_2")).isEqualTo(3);
      assertThat(result.getObject("KEY", Integer.class)).isEqualTo(1);
      assertThatThrownBy(() -> result.getInt("nothing"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("nothing")
          .hasMessageContaining("Key");
    }
  }

  @Test
  void shouldCountRowsAndReportNullsWhenItWalks() throws SQLException {
    try (ResultSet result =
        query("SELECT CASE WHEN range % 3 > 0 THEN range END FROM range(5000)")) {
      assertThat(result.getRow()).isZero();
      for (int row = 0; row < 5000; row++) {
        assertThat(result.next()).isTrue();
        assertThat(result.getRow()).isEqualTo(row + 1);
        assertThat(result.getLong(1)).isEqualTo(row % 3 > 0 ? row : 0);
        assertThat(result.wasNull()).isEqualTo(row % 3 == 0);
      }
      assertThat(result.next()).isFalse();
      assertThat(result.next()).isFalse();
      assertThat(result.getRow()).isZero();
    }
  }

  @Test
  void shouldSayWhatIsWrongWhenThereIsNoRowOrNoColumn() throws SQLException {
    try (ResultSet result = query("SELECT 1 AS x")) {
      assertThatThrownBy(() -> result.getInt(1)).hasMessageContaining("call next() first");
      result.next();
      assertThatThrownBy(() -> result.getInt(0)).hasMessageContaining("columns 1 to 1");
      assertThatThrownBy(() -> result.getInt(2)).hasMessageContaining("no column 2");
      result.next();
      assertThatThrownBy(() -> result.getInt(1)).hasMessageContaining("at their end");
    }
  }

  @Test
  void shouldRefuseEverythingWhenClosed() throws SQLException {
    ResultSet result = query("SELECT 1 AS x");
    result.next();
    result.close();
    result.close();
    assertThat(result.isClosed()).isTrue();
    for (Getters.Getter getter : Getters.all().values()) {
      assertThatThrownBy(() -> getter.get(result, 1)).isInstanceOf(SQLException.class);
    }
    assertThatThrownBy(result::next).extracting("SQLState").isEqualTo("08003");
    assertThatThrownBy(result::wasNull).hasMessageContaining("closed");
    assertThatThrownBy(result::getMetaData).hasMessageContaining("closed");
    assertThatThrownBy(() -> result.findColumn("x")).hasMessageContaining("closed");
  }

  @Test
  void shouldSayTheTypeAndTheReasonWhenAValueCannotBeConverted() throws SQLException {
    try (ResultSet result = query("SELECT 'seven' AS a, TIME '24:00:00' AS b")) {
      result.next();
      assertThatThrownBy(() -> result.getInt(1))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("VARCHAR")
          .hasMessageContaining("seven")
          .extracting("SQLState")
          .isEqualTo("22000");
      assertThatThrownBy(() -> result.getObject(2)).hasMessageContaining("TIME");
    }
  }

  @Test
  void shouldKeepArraysWhenTheResultIsClosed() throws SQLException {
    Array array;
    try (ResultSet result = query("SELECT [10, NULL, 30] AS l FROM range(3000)")) {
      result.next();
      array = result.getArray(1);
    }
    assertThat((Object[]) array.getArray(2, 2)).containsExactly(null, 30);
    try (ResultSet elements = array.getResultSet(2, 2)) {
      assertThat(elements.getMetaData().getColumnLabel(2)).isEqualTo("VALUE");
      elements.next();
      elements.getInt("value");
      assertThat(elements.wasNull()).isTrue();
      elements.next();
      assertThat(elements.getInt("value")).isEqualTo(30);
      assertThat(elements.getInt("index")).isEqualTo(2);
      assertThat(elements.next()).isFalse();
    }
    assertThatThrownBy(() -> array.getArray(3, 2)).hasMessageContaining("elements 1 to 3");
  }

  @Test
  void shouldKnowItsStatement() throws SQLException {
    try (ResultSet result = query("SELECT 1")) {
      assertThat(result.getStatement()).isSameAs(statement);
      assertThat(result.getType()).isEqualTo(ResultSet.TYPE_FORWARD_ONLY);
      assertThat(result.getConcurrency()).isEqualTo(ResultSet.CONCUR_READ_ONLY);
      assertThat((Object) result.getWarnings()).isNull();
      assertThat(result.isWrapperFor(ResultSet.class)).isTrue();
      result.setFetchSize(17);
      assertThat(result.getFetchSize()).isEqualTo(17);
    }
  }
}
