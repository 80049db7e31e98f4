package dev.bolt.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bolt.EngineKind;
import dev.bolt.testing.ChildJvm;
import dev.bolt.testing.OutsideHolder;
import dev.bolt.testing.SqlChild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What processes that are killed leave behind. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class LeftoversTest {

  @TempDir Path folder;
  @TempDir Path temporary;

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void shouldLeaveNothingInTheTemporaryFolderWhenKilled(EngineKind engine) throws Exception {
    DatabaseFile file = DatabaseFile.in(folder, engine);
    try (Children children = new Children()) {
      ChildJvm first = children.opened(start(file));
      assertThat(first.ask("CREATE TABLE t(x INTEGER)")).startsWith("count");
      ChildJvm second = children.opened(start(file));
      assertThat(second.ask("INSERT INTO t VALUES (1)")).isEqualTo("count 1");
      awaitEngine(first);
      // A joined process loads the engine a little later, and rehearses a takeover in a folder.
      awaitEngine(second);
      await().until(() -> isEmpty(temporary));

      first.kill();
      assertThat(second.ask("SELECT count(*) FROM t")).isEqualTo("rows 1");
      second.kill();
    }

    assertThat(temporary).isEmptyDirectory();
    assertThat(file.rows()).isEqualTo(1);
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.findAny().isEmpty();
    }
  }

  @Test
  void shouldRemoveWhatADeadProcessHasLeftAndNothingElse() throws Exception {
    try (Children children = new Children()) {
      ChildJvm killed = children.opened(start(OutsideHolder.class, "jdbc:duckdb:"));
      Path left = onlyLibrary();
      killed.kill();
      makeOld(left);
      Path young = Files.createFile(temporary.resolve("libduckdb_java1.so"));
      Path other = Files.createFile(temporary.resolve("libother.so"));
      makeOld(other);

      children.opened(start(DatabaseFile.in(folder, EngineKind.DUCKDB))).end();

      assertThat(left).doesNotExist();
      assertThat(young).exists();
      assertThat(other).exists();
    }
  }

  @Test
  void shouldLeaveALibraryThatAnotherProcessHasLoaded() throws Exception {
    try (Children children = new Children()) {
      children.opened(start(OutsideHolder.class, "jdbc:duckdb:"));
      Path used = onlyLibrary();
      makeOld(used);

      children.opened(start(DatabaseFile.in(folder, EngineKind.DUCKDB))).end();

      assertThat(used).exists();
    }
  }

  private Path onlyLibrary() throws IOException {
    try (Stream<Path> files = Files.list(temporary)) {
      return files.filter(file -> file.toString().endsWith(".so")).findFirst().orElseThrow();
    }
  }

  private static void makeOld(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(120)));
  }

  private ChildJvm start(DatabaseFile file) throws IOException {
    return start(SqlChild.class, file.url());
  }

  private ChildJvm start(Class<?> main, String url) throws IOException {
    // The jar with the library in it, as that is what has to be unpacked.
    List<Path> classPath =
        List.of(BoltJar.file(), BoltJar.origin(SqlChild.class), BoltJar.origin(BoltJar.class));
    List<String> command = BoltJar.java(classPath, "-Djava.io.tmpdir=" + temporary);
    command.addAll(List.of(main.getName(), url));
    return ChildJvm.start(command);
  }

  /** Waits until the copy of the engine's library is loaded and unlinked. */
  private void awaitEngine(ChildJvm child) {
    Path maps = Path.of("/proc", Long.toString(child.pid()), "maps");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> Files.readString(maps).matches("(?s).*" + temporary + "\\S* \\(deleted\\).*"));
  }
}
