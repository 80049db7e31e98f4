package dev.bolt.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bolt.EngineKind;
import dev.bolt.testing.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The commands {@code info}, {@code test} and {@code fix} of the jar. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class DoctorCommandTest {

  @TempDir Path folder;

  private static Path sidecar(DatabaseFile file) {
    return file.path().resolveSibling(file.path().getFileName() + ".bolt");
  }

  @Test
  void shouldTellWhoHostsAndWhoJoinedAlsoWhenTheHostIsStopped() throws Exception {
    DatabaseFile file = DatabaseFile.in(folder, EngineKind.DUCKDB);
    try (Children children = new Children()) {
      ChildJvm host = children.open(file.url());
      ChildJvm joined = children.open(file.url());

      CommandLine json = CommandLine.run("info", "--json", file.path().toString());
      host.stop();
      CommandLine text = CommandLine.run("info", file.path().toString());
      host.signal("CONT");

      assertThat(json.status()).isZero();
      assertThat(json.err()).isEmpty();
      assertThat(json.out())
          .startsWith("{\n  \"file\": \"" + file.path() + "\",\n  \"engine\": \"duckdb\",")
          .contains("\"pid\": " + host.pid(), "\"pid\": " + joined.pid(), "\"state\": \"answers\"")
          .doesNotContain("token");
      assertThat(text.status()).isZero();
      assertThat(text.out())
          .contains("  host       PID " + host.pid(), "kill -CONT " + host.pid())
          .contains("  connected  PID " + joined.pid());
    }
  }

  @Test
  void shouldSayInOneLineThatThereIsNoDatabase() throws Exception {
    Path missing = folder.resolve("missing.db");

    CommandLine run = CommandLine.run("info", missing.toString());

    assertThat(run.err()).isEqualTo("bolt: there is no database file " + missing + " [08001]\n");
    assertThat(run.out()).isEmpty();
    assertThat(run.status()).isEqualTo(1);
  }

  @Test
  void shouldTryAFolderAndLeaveNothingThere() throws Exception {
    CommandLine run =
        CommandLine.run("test", DatabaseFile.in(folder, EngineKind.DUCKDB).path().toString());

    assertThat(run.out())
        .endsWith("4 processes can share databases of DuckDB in " + folder + "\n")
        .doesNotContain("FAILED");
    assertThat(run.status()).isZero();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void shouldLeaveNothingOfATestThatIsInterrupted() throws Exception {
    List<String> command = BoltJar.javaAsLaunched(List.of());
    command.add("dev.bolt.cli.Main");
    command.add("test");
    command.add(DatabaseFile.in(folder, EngineKind.DUCKDB).path().toString());
    try (ChildJvm test = ChildJvm.start(command)) {
      String line = test.hear();
      while (!line.startsWith("OK       locks ")) {
        line = test.hear();
      }
      List<ProcessHandle> trying = ProcessHandle.of(test.pid()).orElseThrow().children().toList();
      assertThat(trying).isNotEmpty();
      assertThat(folder).isNotEmptyDirectory();
      test.signal("INT");
      test.awaitEnd();
      await().atMost(Duration.ofSeconds(10)).until(() -> !isAnyAlive(trying));
    }
    assertThat(folder).isEmptyDirectory();
  }

  private static boolean isAnyAlive(List<ProcessHandle> processes) {
    return processes.stream().anyMatch(ProcessHandle::isAlive);
  }

  @Test
  void shouldFailWhereAProgramKeepsTheFile() throws Exception {
    DatabaseFile file = DatabaseFile.in(folder, EngineKind.DUCKDB).fill(3);
    try (ChildJvm outside = BoltJar.startSql(file.plainUrl())) {
      assertThat(outside.hear()).isEqualTo("open");

      CommandLine run = CommandLine.run("test", file.path().toString());

      assertThat(run.out()).contains("FAILED   database", "PID " + outside.pid());
      assertThat(run.status()).isEqualTo(1);
    }
    assertThat(file.rows()).isEqualTo(3);
  }

  @Test
  void shouldRemoveWhatIsNobodysAndNameWhoHoldsTheRest() throws Exception {
    DatabaseFile unused = new DatabaseFile(EngineKind.SQLITE, folder.resolve("b.sqlite")).fill(3);
    DatabaseFile used = DatabaseFile.in(folder, EngineKind.DUCKDB);
    try (Children children = new Children()) {
      ChildJvm host = children.open(used.url());

      CommandLine rehearsal = CommandLine.run("fix", "--dry-run", folder.toString());
      assertThat(rehearsal.out()).contains("would go " + sidecar(unused));
      assertThat(sidecar(unused)).exists();

      CommandLine run = CommandLine.run("fix", folder.toString());
      assertThat(run.out())
          .contains("hosted by PID " + host.pid())
          .contains("bolt fix " + used.path() + " --terminate " + host.pid())
          .contains("removed  " + sidecar(unused))
          .endsWith("2 databases at " + folder + ": 1 removed\n");
      assertThat(run.status()).isZero();
      assertThat(host.ask("SELECT 42")).isEqualTo("rows 42");

      String self = Long.toString(ProcessHandle.current().pid());
      CommandLine refused = CommandLine.run("fix", folder.toString(), "--terminate", self);
      assertThat(refused.err()).startsWith("bolt: PID " + self).contains("nothing was sent to it");
      assertThat(refused.status()).isEqualTo(1);

      String pid = Long.toString(host.pid());
      CommandLine ended = CommandLine.run("fix", used.path().toString(), "--terminate", pid);
      assertThat(ended.out()).startsWith("PID " + pid).contains(": it has ended\n");
      assertThat(ended.status()).isZero();
    }
    assertThat(unused.rows()).isEqualTo(3);
  }

  @Test
  void shouldSayWhichFolderCannotBeRead(@TempDir Path programs) throws Exception {
    Unprivileged nobody = Unprivileged.in(programs);
    Unprivileged.allow(folder, "rwxr-xr-x");
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Unprivileged.allow(closed, "---------");
    List<String> lines = new ArrayList<>();
    try (ChildJvm fix = nobody.start("dev.bolt.cli.Main", "fix", folder.toString())) {
      for (String line = fix.hear(); line != null; line = fix.hear()) {
        lines.add(line);
      }
    } finally {
      Unprivileged.allow(closed, "rwxr-xr-x");
    }

    assertThat(lines)
        .containsExactly(
            "not looked at: " + closed + " cannot be read: no permission",
            "0 databases at " + folder + ": 0 removed");
  }
}
