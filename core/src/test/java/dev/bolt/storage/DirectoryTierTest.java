package dev.bolt.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.storage.FarTier.FarValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A folder as a far tier, and what becomes of files that are not right. */
@Timeout(60)
class DirectoryTierTest {

  private static final Instant WRITTEN = Instant.ofEpochMilli(1_234);

  @TempDir Path folder;
  private DirectoryTier tier;

  @BeforeEach
  void open() throws IOException {
    tier = DirectoryTier.at(folder.resolve("far"));
  }

  @Test
  void shouldKeepValues() throws Exception {
    assertThat(tier.read("k")).isEmpty();
    tier.write("k", new FarValue(new byte[] {1, 2}, WRITTEN));
    tier.write("../Ü", new FarValue(new byte[0], WRITTEN));
    FarValue value = tier.read("k").orElseThrow();
    assertThat(value.bytes()).containsExactly(1, 2);
    assertThat(value.written()).isEqualTo(WRITTEN);
    assertThat(tier.read("../Ü").orElseThrow().bytes()).isEmpty();
    tier.write("k", new FarValue(new byte[] {3}, WRITTEN));
    assertThat(tier.read("k").orElseThrow().bytes()).containsExactly(3);
    tier.remove("k");
    tier.remove("k");
    assertThat(tier.read("k")).isEmpty();
    assertThat(files()).hasSize(1);
    tier.removeAll();
    assertThat(files()).isEmpty();
  }

  @Test
  void shouldTakeWhatIsNotRightForNothing() throws Exception {
    tier.write("k", new FarValue(new byte[] {1, 2, 3}, WRITTEN));
    Path file = files().get(0);
    byte[] right = Files.readAllBytes(file);
    for (int i = 0; i < right.length; i++) {
      byte[] wrong = right.clone();
      wrong[i] ^= 1;
      Files.write(file, wrong);
      assertThat(tier.read("k")).as("byte " + i).isEmpty();
      Files.write(file, Arrays.copyOf(right, i));
      assertThat(tier.read("k")).isEmpty();
    }
    // A value of another key in its place.
    tier.write("other", new FarValue(new byte[] {1}, WRITTEN));
    Path other = files().stream().filter(f -> !f.equals(file)).findFirst().orElseThrow();
    Files.write(file, Files.readAllBytes(other));
    assertThat(tier.read("k")).isEmpty();
    Files.write(file, right);
    assertThat(tier.read("k")).isPresent();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
