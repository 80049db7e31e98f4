package dev.bolt.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.EngineKind;
import dev.bolt.config.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RehearsalTest {

  private static List<Path> scratchFolders() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("bolt-rehearsal-"))
          .toList();
    }
  }

  @Test
  void shouldPlayATakeoverAndLeaveNothing() throws Exception {
    Path used;
    try (ScratchDatabase scratch = new ScratchDatabase()) {
      used = scratch.database().file().getParent();
      Rehearsal.play(scratch.database(), Options.of(Map.of(), EngineKind.DUCKDB));
      assertThat(scratch.database().file()).exists();
    }
    assertThat(used).doesNotExist();
  }

  @Test
  void shouldDeleteWhatOthersLeftLongAgo() throws Exception {
    Path left = Files.createTempDirectory("bolt-rehearsal-");
    Path young = Files.createTempDirectory("bolt-rehearsal-");
    Files.createDirectory(left.resolve("a.duckdb.bolt"));
    Files.createFile(left.resolve("a.duckdb.bolt").resolve("host.lock"));
    Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    try (ScratchDatabase scratch = new ScratchDatabase()) {
      assertThat(scratch.database().file()).doesNotExist();
      assertThat(scratchFolders()).doesNotContain(left).contains(young);
    } finally {
      Files.delete(young);
    }
  }
}
