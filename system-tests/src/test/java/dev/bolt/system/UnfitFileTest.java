package dev.bolt.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.EngineKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Paths at which there is no database, and cannot be one. */
@Timeout(60)
class UnfitFileTest {

  @TempDir Path folder;

  private static AbstractThrowableAssert<?, ?> assertRefused(String url, String sqlState) {
    return assertThatThrownBy(() -> DriverManager.getConnection(url).close())
        .isInstanceOf(SQLException.class)
        .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo(sqlState));
  }

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void shouldRefuseAFileThatIsNoDatabaseAndLeaveItAsItIs(EngineKind engine) throws Exception {
    DatabaseFile file = DatabaseFile.in(folder, engine);
    byte[] text =
        "This is a letter, not a database.\n".repeat(500).getBytes(StandardCharsets.UTF_8);
    Files.write(file.path(), text);

    assertRefused(file.url(), "XX001")
        .hasMessageStartingWith(file.path() + " is damaged or no database. Correct the path");
    assertRefused("jdbc:bolt:" + file.path(), "08001")
        .hasMessage(
            file.path()
                + " is not a database: it begins neither like a DuckDB nor like a SQLite file");
    assertThat(file.path()).hasBinaryContent(text);
  }

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void shouldRefuseTheFileOfTheOtherEngineAndLeaveItAsItIs(EngineKind engine) throws Exception {
    EngineKind other = engine == EngineKind.DUCKDB ? EngineKind.SQLITE : EngineKind.DUCKDB;
    DatabaseFile file = DatabaseFile.in(folder, other).fill(3);

    assertRefused(new DatabaseFile(engine, file.path()).url(), "08001")
        .hasMessage(
            file.path()
                + " is a "
                + other.productName()
                + " file. Write jdbc:bolt:"
                + other.scheme()
                + ":, or leave the engine out");
    assertThat(file.rows()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void shouldRefuseAFolder(EngineKind engine) {
    DatabaseFile file = new DatabaseFile(engine, folder);

    assertRefused(file.url(), "08001").hasMessageStartingWith(folder + " is a folder");
    assertRefused("jdbc:bolt:" + folder, "08001")
        .hasMessage(folder + " is a folder, not a database file");
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void shouldNameTheFolderThatDoesNotExist(EngineKind engine) {
    Path missing = folder.resolve("missing");

    assertRefused(DatabaseFile.in(missing, engine).url(), "08001")
        .hasMessageStartingWith("The folder " + missing + " does not exist. Create it");
    assertThat(missing).doesNotExist();
  }

  @Test
  void shouldNotTakeAFileForAFolder() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "text");

    assertRefused("jdbc:bolt:" + file.resolve("a.duckdb"), "08001")
        .hasMessageContaining(file.toString());
    assertThat(file).hasContent("text");
  }

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void shouldRefuseADamagedFileAndLeaveItAsItIs(EngineKind engine) throws Exception {
    DatabaseFile file = DatabaseFile.in(folder, engine).fill(3);
    byte[] damaged = Files.readAllBytes(file.path());
    // The magic bytes stay, what follows them is lost.
    for (int i = 20; i < damaged.length; i++) {
      damaged[i] = (byte) 0xAA;
    }
    Files.write(file.path(), damaged);

    assertRefused("jdbc:bolt:" + file.path(), "XX001")
        .hasMessageStartingWith(file.path() + " is damaged or no database. Correct the path");
    assertThat(file.path()).hasBinaryContent(damaged);
  }
}
