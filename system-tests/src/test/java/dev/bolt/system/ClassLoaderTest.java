package dev.bolt.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.EngineKind;
import dev.bolt.testing.ChildJvm;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two copies of Bolt in one process, as an application server may load them. */
@Timeout(60)
class ClassLoaderTest {

  private static URLClassLoader otherLoader;
  private static Driver other;

  @TempDir Path folder;

  @BeforeAll
  static void loadAnotherCopy() throws Exception {
    URL[] jar = {BoltJar.file().toUri().toURL()};
    otherLoader = new URLClassLoader("other", jar, ClassLoader.getPlatformClassLoader());
    other =
        (Driver) otherLoader.loadClass("dev.bolt.jdbc.BoltDriver").getConstructor().newInstance();
  }

  @AfterAll
  static void closeLoader() throws IOException {
    otherLoader.close();
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Connection connectOther(String url) throws SQLException {
    return other.connect(url, new Properties());
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc:bolt:duckdb:", "jdbc:bolt:"})
  void shouldJoinTheHostOfAnotherClassLoader(String prefix) throws Exception {
    DatabaseFile file = DatabaseFile.in(folder, EngineKind.DUCKDB).fill(3);
    try (Connection first = file.connect()) {
      try (Connection second = connectOther(prefix + file.path())) {
        assertThat(second.getClass().getClassLoader()).isSameAs(otherLoader);
        run(second, "INSERT INTO t VALUES (3)");
        run(first, "INSERT INTO t VALUES (4)");
        assertThat(DatabaseFile.number(second, "SELECT count(*) FROM t")).isEqualTo(5);
      }
      assertThatStrangersAreKeptOut(file);
      run(first, "INSERT INTO t VALUES (5)");
    }
    assertThat(file.rows()).isEqualTo(6);
  }

  @Test
  void shouldTakeOverFromAnotherClassLoader() throws Exception {
    DatabaseFile file = DatabaseFile.in(folder, EngineKind.DUCKDB).fill(3);
    Connection first = file.connect();
    try (Connection second = connectOther(file.url())) {
      first.close();
      run(second, "INSERT INTO t VALUES (3)");
      assertThatStrangersAreKeptOut(file);
      assertThat(file.rows()).isEqualTo(4);
      assertThatStrangersAreKeptOut(file);
    } finally {
      first.close();
    }
    assertThat(file.rows()).isEqualTo(4);
  }

  // The engine's lock on the file must not have been lost.
  private static void assertThatStrangersAreKeptOut(DatabaseFile file) throws IOException {
    try (ChildJvm stranger = BoltJar.startSql(file.plainUrl())) {
      assertThat(stranger.hear()).startsWith("error").contains("Could not set lock on file");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc:bolt:sqlite:", "jdbc:bolt:"})
  void shouldRefuseASqliteFileThatAnotherClassLoaderHasOpen(String prefix) throws Exception {
    DatabaseFile file = new DatabaseFile(EngineKind.SQLITE, folder.resolve("a.db")).fill(3);
    try (Connection first = file.connect()) {
      first.setAutoCommit(false);
      run(first, "INSERT INTO t VALUES (3)");

      assertThatThrownBy(() -> connectOther(prefix + file.path()))
          .isInstanceOf(SQLException.class)
          .hasMessage(
              "Another class loader of this process has "
                  + file.path()
                  + " open. Two copies of SQLite in one process drop each other's locks and damage"
                  + " the file: load Bolt and sqlite-jdbc once, in a class loader that both parts"
                  + " share")
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("08004");

      // The lock of the transaction must not have been lost.
      try (ChildJvm writer = BoltJar.startSql(file.url("lockTimeout=200ms"))) {
        assertThat(writer.hear()).isEqualTo("open");
        assertThat(writer.ask("INSERT INTO t VALUES (4)")).startsWith("error 55P03");
      }
      first.commit();
    }
    try (Connection second = connectOther(prefix + file.path())) {
      assertThat(DatabaseFile.number(second, "SELECT count(*) FROM t")).isEqualTo(4);
    }
  }
}
