package dev.bolt.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.ErrorCode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The option transactionMode, which is each connection's own. */
@Timeout(60)
class TransactionModeTest {

  @TempDir Path folder;

  @BeforeEach
  void create() throws SQLException {
    try (Connection connection = connect("")) {
      execute(connection, "CREATE TABLE t (id INTEGER PRIMARY KEY, v INTEGER)");
      execute(connection, "INSERT INTO t VALUES (1, 10), (2, 20), (3, 30)");
    }
  }

  @Test
  void shouldTellConnectionsOfOneProcessApart() throws SQLException {
    try (Connection deferred = connect("");
        Connection immediate = connect("?transactionMode=immediate")) {
      deferred.setAutoCommit(false);
      immediate.setAutoCommit(false);
      assertThat(sum(deferred)).isEqualTo(60);
      assertThat(sum(immediate)).isEqualTo(60);
      assertThatThrownBy(() -> execute(deferred, "UPDATE t SET v = 0"))
          .satisfies(e -> assertState(ErrorCode.LOCK_TIMEOUT, e));
      execute(immediate, "UPDATE t SET v = v + 1");
      immediate.commit();
      assertThatThrownBy(() -> execute(deferred, "UPDATE t SET v = 0"))
          .hasMessageContaining("transactionMode=immediate")
          .satisfies(e -> assertState(ErrorCode.SERIALIZATION_FAILURE, e));
      deferred.rollback();
      assertThat(sum(deferred)).isEqualTo(63);
    }
  }

  @Test
  void shouldReadOnInAResultWhoseSnapshotWasLeft() throws SQLException {
    try (Connection deferred = connect("");
        Connection other = connect("");
        Statement statement = deferred.createStatement()) {
      execute(other, "CREATE TABLE u (i INTEGER)");
      deferred.setAutoCommit(false);
      ResultSet rows = statement.executeQuery("SELECT id, v FROM t ORDER BY id");
      rows.next();
      execute(other, "INSERT INTO u VALUES (1)");
      execute(deferred, "UPDATE t SET v = 0");
      assertThat(rows.isFirst()).isTrue();
      assertThat(rows.getInt("v")).isEqualTo(10);
      assertThat(rows.next()).isTrue();
      assertThat(rows.getRow()).isEqualTo(2);
      assertThat(rows.getInt(2)).isEqualTo(20);
      deferred.commit();
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt("v")).isEqualTo(30);
      assertThat(rows.next()).isFalse();
    }
  }

  private Connection connect(String options) throws SQLException {
    return DriverManager.getConnection("jdbc:bolt:sqlite:" + folder.resolve("a.db") + options);
  }

  private static int sum(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT sum(v) FROM t")) {
      row.next();
      return row.getInt(1);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void assertState(ErrorCode code, Throwable failure) {
    assertThat(((SQLException) failure).getSQLState()).isEqualTo(code.sqlState());
  }
}
