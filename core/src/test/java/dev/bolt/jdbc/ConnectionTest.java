package dev.bolt.jdbc;

import static dev.bolt.jdbc.SqlStates.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.EngineKind;
import dev.bolt.ErrorCode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class ConnectionTest extends JdbcTest {

  @Test
  void shouldCloseItsStatementsAndResults() throws SQLException {
    BoltConnection closed = file.connect();
    Statement statement = closed.createStatement();
    ResultSet rows = statement.executeQuery("SELECT 1");
    closed.close();
    closed.close();
    assertThat(closed.isClosed()).isTrue();
    assertThat(statement.isClosed()).isTrue();
    assertThat(rows.isClosed()).isTrue();
    rows.close();
    statement.close();
    assertFails(ErrorCode.CLOSED, rows::next);
    assertFails(ErrorCode.CLOSED, () -> statement.execute("SELECT 1"));
  }

  @Test
  void shouldRefuseUseAfterClose() throws SQLException {
    BoltConnection closed = file.connect();
    closed.close();
    assertThat(closed.isValid(1)).isFalse();
    assertFails(ErrorCode.CLOSED, closed::createStatement);
    assertFails(ErrorCode.CLOSED, () -> closed.prepareStatement("SELECT 1"));
    assertFails(ErrorCode.CLOSED, closed::getAutoCommit);
    assertFails(ErrorCode.CLOSED, () -> closed.setAutoCommit(false));
    assertFails(ErrorCode.CLOSED, closed::commit);
    assertFails(ErrorCode.CLOSED, closed::getSchema);
    assertFails(ErrorCode.CLOSED, closed::getTypeMap);
    Assertions.assertThatExceptionOfType(SQLClientInfoException.class)
        .isThrownBy(() -> closed.setClientInfo("ApplicationName", "x"));
  }

  @Test
  void shouldSayWhetherItIsValid() throws SQLException {
    assertThat(connection.isValid(1)).isTrue();
    assertThat(connection.isValid(0)).isTrue();
    assertFails(ErrorCode.INVALID_ARGUMENT, () -> connection.isValid(-1));
  }

  @Test
  void shouldUnwrapToItself() throws SQLException {
    Connection wrapped = connection;
    assertThat(wrapped.unwrap(BoltConnection.class)).isSameAs(connection);
    assertThat(wrapped.isWrapperFor(BoltConnection.class)).isTrue();
  }

  @Test
  void shouldKeepTheEnginesConnectionUnlessAllowed() throws Exception {
    Class<?> type =
        Class.forName(
            engine == EngineKind.DUCKDB
                ? "org.duckdb.DuckDBConnection"
                : "org.sqlite.SQLiteConnection");
    assertThat(connection.isWrapperFor(type)).isFalse();
    assertThat((Throwable) assertFails(ErrorCode.INVALID_ARGUMENT, () -> connection.unwrap(type)))
        .hasMessageContaining("allowUnwrap=true");
    try (Connection allowed = file.connect(true)) {
      assertThat(allowed.isWrapperFor(type)).isTrue();
      assertThat(allowed.unwrap(type)).isInstanceOf(type);
      assertThat(allowed.isWrapperFor(String.class)).isFalse();
      assertFails(ErrorCode.INVALID_ARGUMENT, () -> allowed.unwrap(String.class));
    }
  }

  @Test
  void shouldHaveTheSchemaOfTheEngine() throws SQLException {
    try (Connection plain = file.connectPlain()) {
      assertThat(connection.getCatalog()).isEqualTo(plain.getCatalog());
      assertThat(connection.getSchema()).isEqualTo(plain.getSchema());
    }
    if (engine == EngineKind.DUCKDB) {
      execute("CREATE SCHEMA other");
      connection.setSchema("other");
      assertThat(connection.getSchema()).isEqualTo("other");
    }
  }

  @Test
  void shouldHaveNoTypeMapWarningsOrClientInfo() throws SQLException {
    assertThat(connection.getTypeMap()).isEmpty();
    connection.setTypeMap(Map.of());
    assertFails(ErrorCode.NOT_SUPPORTED, () -> connection.setTypeMap(Map.of("x", String.class)));
    assertThat((Throwable) connection.getWarnings()).isNull();
    connection.clearWarnings();
    connection.setClientInfo("ApplicationName", "x");
    connection.setClientInfo(new Properties());
    assertThat(connection.getClientInfo()).isEmpty();
    assertThat(connection.getClientInfo("ApplicationName")).isNull();
    assertThat(connection.nativeSQL("SELECT {d '2024-01-01'}"))
        .isEqualTo("SELECT {d '2024-01-01'}");
  }

  @Test
  void shouldSayWhatIsNotSupported() {
    assertFails(ErrorCode.NOT_SUPPORTED, () -> connection.prepareCall("x"));
    assertFails(ErrorCode.NOT_SUPPORTED, connection::createBlob);
    assertFails(ErrorCode.NOT_SUPPORTED, connection::createClob);
    assertFails(ErrorCode.NOT_SUPPORTED, connection::createSQLXML);
    assertFails(ErrorCode.NOT_SUPPORTED, connection::getNetworkTimeout);
    assertFails(ErrorCode.INVALID_ARGUMENT, () -> connection.abort(null));
  }
}
