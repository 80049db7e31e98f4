package dev.bolt.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.DatabaseId;
import dev.bolt.EngineKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class EngineFinderTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void shouldKnowExistingFileByItsContentWhateverItsName(EngineKind engine) throws Exception {
    Path file = folder.resolve("x.sqlite");
    create(engine, file).close();
    Path renamed = Files.move(file, folder.resolve("x.duckdb"));
    assertThat(find(renamed)).isEqualTo(engine);
  }

  @ParameterizedTest
  @CsvSource({
    "x.duckdb, DUCKDB",
    "x.DDB, DUCKDB",
    "x.sqlite, SQLITE",
    "x.sqlite3, SQLITE",
    "x.db3, SQLITE",
    "x.db, DUCKDB",
    "x, DUCKDB",
  })
  void shouldTakeEndingOfNewAndOfEmptyFile(String name, EngineKind engine) throws Exception {
    Path file = folder.resolve(name);
    assertThat(find(file)).isEqualTo(engine);
    Files.createFile(file);
    assertThat(find(file)).isEqualTo(engine);
  }

  @Test
  void shouldBelieveWhoHasItOpen() throws Exception {
    Path file = Files.writeString(folder.resolve("x.duckdb"), "rubbish");
    assertThat(EngineFinder.find(DatabaseId.of(file), Optional.of(EngineKind.SQLITE)))
        .isEqualTo(EngineKind.SQLITE);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldNotLookIntoFileThatThisProcessHasOpen() throws Exception {
    Path file = folder.resolve("x.duckdb");
    try (Connection connection = create(EngineKind.SQLITE, file)) {
      assertThat(connection.isClosed()).isFalse();
      // Only the ending says DuckDB; the content, into which nobody may look, says SQLite.
      assertThat(find(file)).isEqualTo(EngineKind.DUCKDB);
      Files.createDirectory(folder.resolve("x.duckdb.bolt"));
      Files.createFile(folder.resolve("x.duckdb.bolt/wal.lock"));
      assertThat(find(file)).isEqualTo(EngineKind.SQLITE);
      Files.createFile(folder.resolve("x.duckdb.bolt/host.lock"));
      assertThat(find(file)).isEqualTo(EngineKind.DUCKDB);
    }
    assertThat(find(file)).isEqualTo(EngineKind.SQLITE);
  }

  @Test
  void shouldRefuseWhatIsNoDatabase() throws IOException {
    assertRefused(Files.writeString(folder.resolve("x.db"), "no database, but a long text"));
    assertRefused(Files.writeString(folder.resolve("short.db"), "x"));
    assertRefused(folder);
  }

  private void assertRefused(Path file) {
    assertThatThrownBy(() -> find(file))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining(file.toString())
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("08001");
  }

  private static EngineKind find(Path file) throws IOException, SQLException {
    return EngineFinder.find(DatabaseId.of(file), Optional.empty());
  }

  private static Connection create(EngineKind engine, Path file) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:" + engine.scheme() + ":" + file);
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t(a INT)");
    }
    return connection;
  }
}
