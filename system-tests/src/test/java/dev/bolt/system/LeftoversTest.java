package dev.bolt.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bolt.EngineKind;
import dev.bolt.testing.ChildJvm;
import dev.bolt.testing.SqlChild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
      // A joined process loads the engine a little later, to be ready for a takeover.
      awaitEngine(second);

      first.kill();
      assertThat(second.ask("SELECT count(*) FROM t")).isEqualTo("rows 1");
      second.kill();
    }

    assertThat(temporary).isEmptyDirectory();
    assertThat(file.rows()).isEqualTo(1);
  }

  private ChildJvm start(DatabaseFile file) throws IOException {
    List<String> command = BoltJar.java("-Djava.io.tmpdir=" + temporary);
    command.addAll(List.of(SqlChild.class.getName(), file.url()));
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
