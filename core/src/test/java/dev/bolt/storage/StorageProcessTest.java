package dev.bolt.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.testing.ChildJvm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that want the same: one of them loads it. */
@Timeout(120)
class StorageProcessTest {

  @TempDir Path folder;
  private final List<ChildJvm> children = new ArrayList<>();

  @AfterEach
  void end() {
    children.forEach(ChildJvm::close);
  }

  private ChildJvm child() throws Exception {
    ChildJvm child = StorageChild.start(folder);
    children.add(child);
    return child;
  }

  @Test
  void shouldLoadEachKeyOnce() throws Exception {
    loadOnce(3, 40);
  }

  @Tag("drill")
  @Test
  void shouldLoadEachOfManyKeysOnce() throws Exception {
    loadOnce(8, 1_000);
  }

  private void loadOnce(int processes, int keys) throws Exception {
    for (int i = 0; i < processes; i++) {
      child();
    }
    for (ChildJvm child : children) {
      assertThat(child.hear()).isEqualTo("open");
    }
    children.forEach(child -> child.say("load " + keys));
    for (ChildJvm child : children) {
      assertThat(child.hear()).isEqualTo(keys + " right");
    }
    assertThat(Files.readAllLines(folder.resolve("loads"))).hasSize(keys).doesNotHaveDuplicates();
  }

  @Test
  void shouldLoadWhatAKilledProcessHasBegunToLoad() throws Exception {
    ChildJvm child = child();
    assertThat(child.hear()).isEqualTo("open");
    assertThat(child.ask("hang k")).isEqualTo("loading");
    try (UnifiedStorage storage = UnifiedStorage.open(StorageConfig.at(folder))) {
      CompletableFuture<byte[]> mine = CompletableFuture.supplyAsync(() -> getOrLoad(storage, "k"));
      Awaitility.await()
          .until(() -> !storage.cache().database().lockInfo().of("load:k").waiters().isEmpty());
      child.kill();
      assertThat(new String(mine.get(60, TimeUnit.SECONDS), StandardCharsets.UTF_8))
          .isEqualTo("value of k");
      assertThat(storage.stats().loads()).isEqualTo(1);
    }
  }

  private static byte[] getOrLoad(UnifiedStorage storage, String key) {
    try {
      return storage.getOrLoad(key, k -> ("value of " + k).getBytes(StandardCharsets.UTF_8));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
