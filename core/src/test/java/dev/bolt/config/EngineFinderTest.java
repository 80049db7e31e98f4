package dev.bolt.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
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
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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
  @EnabledOnOs(OS.LINUX)
  void shouldNotLookIntoFileThatThisProcessHasOpen() throws Exception {
    Path file = folder.resolve("x.duckdb");
    try (Connection connection = create(EngineKind.SQLITE, file)) {
      assertThat(connection.isClosed()).isFalse();
      // Only the ending says DuckDB; the content, into which nobody may look, says SQLite.
      assertThat(find(file)).isEqualTo(EngineKind.DUCKDB);
      Files.createDirectory(folder.resolve("x.duckdb.bolt"));
      Files.createFile(folder.resolve("x.duckdb.bolt/loader.lock"));
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

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void shouldRefuseTheFileOfAnotherEngineThanTheOneNamed(EngineKind engine) throws Exception {
    Path file = folder.resolve("x.db");
    create(engine, file).close();
    for (EngineKind named : EngineKind.values()) {
      ThrowingCallable check = () -> EngineFinder.requireNoOther(named, DatabaseId.of(file));
      if (named == engine) {
        assertThatCode(check).doesNotThrowAnyException();
      } else {
        assertRefused(check, file + " is a " + engine.productName() + " file");
      }
    }
  }

  private static void assertRefused(Path file) {
    assertRefused(() -> find(file), file.toString());
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(SQLException.class)
        .hasMessageContaining(message)
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("08001");
  }

  private static EngineKind find(Path file) throws IOException, SQLException {
    return EngineFinder.find(DatabaseId.of(file));
  }

  private static Connection create(EngineKind engine, Path file) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:" + engine.scheme() + ":" + file);
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t(a INT)");
    }
    return connection;
  }
}
