package dev.bolt.bench.plain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.os.KernelLocks;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CarefulDriverTest {

  private static final String UPDATE = "UPDATE t SET n = n + 1 WHERE id = ?";

  @TempDir Path folder;

  private Path file;
  private String url;

  @BeforeEach
  void createTable() throws SQLException {
    file = folder.resolve("a.duckdb");
    url = "jdbc:duckdb:" + file;
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER)");
      statement.execute("INSERT INTO t VALUES (1, 0)");
    }
  }

  @Test
  void shouldNameAConflictAndGoOnWhenATransactionMeetsOne() throws SQLException {
    try (Connection first = DriverManager.getConnection(CarefulDriver.keep(url));
        Connection second = DriverManager.getConnection(CarefulDriver.keep(url));
        PreparedStatement updateFirst = first.prepareStatement(UPDATE);
        PreparedStatement updateSecond = second.prepareStatement(UPDATE)) {
      first.setAutoCommit(false);
      second.setAutoCommit(false);
      update(updateFirst);
      assertThatThrownBy(() -> update(updateSecond))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("40001"));
      first.commit();

      update(updateSecond);
      second.commit();
    }
    assertThat(counter(url)).isEqualTo(2);
  }

  @Test
  void shouldLetTheFileGoBetweenTransactionsWhenReopening() throws Exception {
    try (Connection connection = DriverManager.getConnection(CarefulDriver.reopen(url));
        PreparedStatement update = connection.prepareStatement(UPDATE)) {
      update(update);
      assertThat(KernelLocks.holders(file)).isEmpty();

      connection.setAutoCommit(false);
      update(update);
      assertThat(KernelLocks.holders(file)).containsExactly(ProcessHandle.current().pid());
      connection.commit();
      assertThat(KernelLocks.holders(file)).isEmpty();
    }
    assertThat(counter(CarefulDriver.reopen(url))).isEqualTo(2);
    assertThat(KernelLocks.holders(file)).isEmpty();
  }

  private static void update(PreparedStatement update) throws SQLException {
    update.setInt(1, 1);
    assertThat(update.executeUpdate()).isEqualTo(1);
  }

  private static int counter(String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT n FROM t")) {
      row.next();
      return row.getInt(1);
    }
  }
}
