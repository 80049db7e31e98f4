package dev.bolt.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.testing.ChildJvm;
import dev.bolt.testing.SqlChild;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An engine whose native library cannot be loaded is said at once, not after a timeout. */
@Timeout(20)
class EngineLibraryTest {

  @TempDir Path folder;

  @Test
  void shouldSayWhatKeepsTheLibraryFromBeingLoaded() throws Exception {
    Path missing = folder.resolve("missing");
    List<String> command = new ArrayList<>(List.of(ChildJvm.java().get(0)));
    command.addAll(ChildJvm.QUIET);
    command.addAll(
        List.of(
            "-Djava.io.tmpdir=" + missing,
            "-cp",
            System.getProperty("java.class.path"),
            SqlChild.class.getName(),
            "jdbc:bolt:duckdb:" + folder.resolve("a.duckdb")));
    try (ChildJvm child = ChildJvm.start(command)) {
      assertThat(child.hear())
          .startsWith("error 08001")
          .contains("native library", missing.toString(), "NoSuchFile");
    }
  }
}
