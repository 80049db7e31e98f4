package dev.bolt.jdbc;

import static dev.bolt.jdbc.SqlStates.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.ErrorCode;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetadataTest extends JdbcTest {

  private interface Question {
    ResultSet ask(DatabaseMetaData metadata) throws SQLException;
  }

  @BeforeEach
  void createTables() throws SQLException {
    execute("CREATE TABLE parent (a INTEGER, b VARCHAR, PRIMARY KEY (a, b))");
    execute("CREATE TABLE child (a INTEGER REFERENCES t (id), d DATE, n DECIMAL(9, 2))");
    execute("CREATE UNIQUE INDEX child_d ON child (d)");
    execute("CREATE VIEW v AS SELECT name FROM t");
  }

  private static List<List<String>> rows(ResultSet result) throws SQLException {
    try (result) {
      ResultSetMetaData columns = result.getMetaData();
      List<List<String>> rows = new ArrayList<>();
      List<String> labels = new ArrayList<>();
      for (int c = 1; c <= columns.getColumnCount(); c++) {
        labels.add(columns.getColumnLabel(c) + " " + columns.getColumnTypeName(c));
      }
      rows.add(labels);
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int c = 1; c <= columns.getColumnCount(); c++) {
          row.add(result.getString(c));
        }
        rows.add(row);
      }
      return rows;
    }
  }

  private void assertLikePlainDriver(Question question) throws SQLException {
    DatabaseMetaData metadata = connection.getMetaData();
    List<List<String>> ours = rows(question.ask(metadata));
    try (Connection plain = file.connectPlain()) {
      assertThat(ours).isEqualTo(rows(question.ask(plain.getMetaData())));
    }
  }

  @Test
  void shouldListWhatThePlainDriverLists() throws SQLException {
    assertLikePlainDriver(m -> m.getTables(null, null, "%", null));
    assertLikePlainDriver(m -> m.getTables(null, null, "t", new String[] {"TABLE"}));
    assertLikePlainDriver(m -> m.getColumns(null, null, "%", "%"));
    assertLikePlainDriver(m -> m.getPrimaryKeys(null, null, "parent"));
    assertLikePlainDriver(m -> m.getIndexInfo(null, null, "child", true, false));
    assertLikePlainDriver(DatabaseMetaData::getTypeInfo);
    assertLikePlainDriver(DatabaseMetaData::getTableTypes);
    assertLikePlainDriver(DatabaseMetaData::getSchemas);
    assertLikePlainDriver(DatabaseMetaData::getCatalogs);
  }

  @Test
  void shouldNameTheEngineAndTheDriver() throws SQLException {
    DatabaseMetaData metadata = connection.getMetaData();
    assertThat(metadata.getDatabaseProductName()).isEqualTo(engine.productName());
    assertThat(metadata.getDatabaseProductVersion()).isNotBlank();
    assertThat(metadata.getDriverName()).isEqualTo("Bolt JDBC Driver");
    assertThat(metadata.getURL()).startsWith("jdbc:bolt:" + engine.scheme() + ":");
    assertThat(metadata.getConnection()).isSameAs(connection);
    assertThat(metadata.getJDBCMajorVersion()).isEqualTo(4);
    assertThat(metadata.isReadOnly()).isFalse();
  }

  @Test
  void shouldSayWhatTheDriverCanDo() throws SQLException {
    DatabaseMetaData metadata = connection.getMetaData();
    assertThat(metadata.supportsMultipleResultSets()).isTrue();
    assertThat(metadata.supportsGetGeneratedKeys()).isTrue();
    assertThat(metadata.supportsResultSetType(ResultSet.TYPE_FORWARD_ONLY)).isTrue();
    assertThat(metadata.supportsResultSetType(ResultSet.TYPE_SCROLL_INSENSITIVE)).isFalse();
    assertThat(metadata.getResultSetHoldability()).isEqualTo(connection.getHoldability());
    assertThat(metadata.getDefaultTransactionIsolation())
        .isEqualTo(connection.getTransactionIsolation());
    assertThat(metadata.getIdentifierQuoteString()).isEqualTo("\"");
  }

  @Test
  void shouldBeAnOrdinaryObject() throws SQLException {
    DatabaseMetaData metadata = connection.getMetaData();
    assertThat(metadata).isEqualTo(metadata).isNotEqualTo(connection.getMetaData());
    assertThat(metadata.hashCode()).isEqualTo(metadata.hashCode());
    assertThat(metadata.toString()).contains("jdbc:bolt:");
    assertThat(metadata.isWrapperFor(DatabaseMetaData.class)).isTrue();
    assertThat(metadata.unwrap(DatabaseMetaData.class)).isSameAs(metadata);
    assertThat(metadata.isWrapperFor(String.class)).isFalse();
    assertFails(ErrorCode.INVALID_ARGUMENT, () -> metadata.unwrap(String.class));
  }

  @Test
  void shouldRefuseUseAfterTheConnectionIsClosed() throws SQLException {
    BoltConnection closed = file.connect();
    DatabaseMetaData metadata = closed.getMetaData();
    closed.close();
    assertFails(ErrorCode.CLOSED, () -> metadata.getTables(null, null, "%", null));
    assertFails(ErrorCode.CLOSED, metadata::supportsTransactions);
    assertFails(ErrorCode.CLOSED, closed::getMetaData);
  }
}
