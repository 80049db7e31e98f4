package dev.bolt.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts Bolt, in a folder where all is built. */
class LauncherTest {

  @TempDir private Path folder;
  private Path jar;
  private Path launch;
  private Path launcher;

  @BeforeEach
  void layOutAFolder() throws IOException {
    Path target = Files.createDirectories(folder.resolve("project").resolve("app/target"));
    Path built = BoltJar.file();
    jar = Files.createSymbolicLink(target.resolve("bolt.jar"), built);
    launch = Files.createSymbolicLink(target.resolve("launch"), built.resolveSibling("launch"));
    launcher = folder.resolve("project").resolve("bolt");
    Files.copy(BoltJar.project().resolve("bolt"), launcher);
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
  }

  @AfterEach
  void removeWhatLeadsOutOfIt() throws IOException {
    Files.delete(jar);
    Files.delete(launch);
  }

  private CommandLine run(Path program, Map<String, String> variables, String... arguments)
      throws IOException, InterruptedException {
    ProcessBuilder command = new ProcessBuilder(program.toString());
    command.command().addAll(List.of(arguments));
    command.directory(folder.toFile());
    command.environment().put("JAVA_HOME", System.getProperty("java.home"));
    command.environment().putAll(variables);
    return CommandLine.run(command);
  }

  @Test
  void shouldStartThroughASymbolicLinkFromAnotherFolder() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("b"), Path.of("project/bolt"));

    CommandLine run = run(link, Map.of(), "sql", "--csv", "a.sqlite", "SELECT 6 * 7 AS n");

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo("n\r\n42\r\n");
    assertThat(folder.resolve("a.sqlite")).exists();
  }

  @Test
  void shouldKeepWhatTheJvmSaysOutOfTheRows() throws Exception {
    // It warns where the machine has no large pages.
    Map<String, String> warned = Map.of("BOLT_JAVA_OPTIONS", "-XX:+UseLargePages");

    CommandLine run = run(launcher, warned, "sql", "--csv", "a.sqlite", "SELECT 6 * 7 AS n");

    assertThat(run.out()).isEqualTo("n\r\n42\r\n");
  }

  @Test
  void shouldNameAJavaHomeWithoutJava() throws Exception {
    CommandLine run = run(launcher, Map.of("JAVA_HOME", folder.toString()), "--version");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo("bolt: JAVA_HOME is " + folder + ", and there is no bin/java in it\n");
  }
}
