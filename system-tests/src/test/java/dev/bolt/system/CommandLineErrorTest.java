package dev.bolt.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.EngineKind;
import dev.bolt.testing.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong is said in one line on standard error and in the exit status. */
@Timeout(120)
class CommandLineErrorTest {

  @TempDir Path folder;

  private static void assertFails(String line, String... arguments) throws Exception {
    CommandLine run = CommandLine.run(arguments);
    assertThat(run.err()).isEqualTo("bolt: " + line + "\n");
    assertThat(run.out()).isEmpty();
    assertThat(run.status()).isEqualTo(1);
  }

  @Test
  void shouldSayInOneLineThatAFileIsNoDatabase() throws Exception {
    Path file = Files.writeString(folder.resolve("letter.txt"), "Dear reader, ".repeat(1000));

    assertFails(
        file + " is not a database: it begins neither like a DuckDB nor like a SQLite file [08001]",
        "sql",
        file.toString(),
        "SELECT 1");
    assertFails(folder + " is a folder, not a database file [08001]", "sql", folder.toString());
  }

  @Test
  void shouldSayInOneLineThatAFolderIsMissing() throws Exception {
    Path missing = folder.resolve("missing");

    assertFails(
        "The folder "
            + missing
            + " does not exist. Create it, or correct the path "
            + missing.resolve("a.duckdb")
            + " [08001]",
        "sql",
        missing.resolve("a.duckdb").toString(),
        "SELECT 1");
  }

  @Test
  void shouldSayInOneLineWhichOptionWasMeant() throws Exception {
    CommandLine run =
        CommandLine.run(
            "sql", DatabaseFile.in(folder, EngineKind.DUCKDB).url("thread=2"), "SELECT 1");

    assertThat(run.err())
        .startsWith("bolt: Unknown option thread; did you mean threads?")
        .endsWith("[HY024]\n")
        .hasLineCount(1);
    assertThat(run.status()).isEqualTo(1);
  }

  @Test
  void shouldNameInOneLineTheProgramThatHoldsTheFile() throws Exception {
    DatabaseFile file = DatabaseFile.in(folder, EngineKind.DUCKDB).fill(3);
    try (ChildJvm outside = BoltJar.startSql(file.plainUrl())) {
      assertThat(outside.hear()).isEqualTo("open");

      CommandLine run = CommandLine.run("sql", file.url("lockTimeout=300ms"), "SELECT 1");

      assertThat(run.err())
          .startsWith("bolt: " + file.path() + " is held by ")
          .contains("PID " + outside.pid())
          .endsWith("[55P03]\n")
          .hasLineCount(1);
      assertThat(run.status()).isEqualTo(1);
    }
    assertThat(file.rows()).isEqualTo(3);
  }
}
