package dev.bolt.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class WalChannelTest {

  @TempDir Path folder;

  @Test
  void shouldSyncTheFileThatHasTheNameNow() throws Exception {
    Path wal = Files.writeString(folder.resolve("x.db-wal"), "old");
    try (WalChannel channel = new WalChannel(wal)) {
      channel.sync();
      Files.delete(wal);
      Files.writeString(wal, "new");
      channel.sync();
      assertThat(openFiles()).containsOnlyOnce(wal.toRealPath().toString());
      assertThat(openFiles()).doesNotContain(wal.toRealPath() + " (deleted)");
    }
    assertThat(openFiles()).doesNotContain(wal.toRealPath().toString());
  }

  @Test
  void shouldFailWhereThereIsNone() throws Exception {
    Path wal = Files.writeString(folder.resolve("x.db-wal"), "old");
    try (WalChannel channel = new WalChannel(wal)) {
      channel.sync();
      Files.delete(wal);
      assertThatThrownBy(channel::sync).isInstanceOf(IOException.class);
    }
  }

  private static Stream<String> openFiles() throws IOException {
    return Files.list(Path.of("/proc/self/fd")).map(WalChannelTest::target);
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "closed meanwhile";
    }
  }
}
