package dev.bolt.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.DatabaseId;
import dev.bolt.ErrorCode;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The words of the file of versions, and what becomes of a file that is not right. */
@Timeout(60)
class VersionFileTest {

  @TempDir Path folder;
  private DatabaseId database;
  private Path path;

  @BeforeEach
  void name() throws Exception {
    database = DatabaseId.of(folder.resolve("a.duckdb"));
    path = database.sidecar().resolve("cache");
  }

  private static VersionFile inMemory() {
    VersionFile file = new VersionFile(ByteBuffer.allocateDirect(VersionFile.LENGTH));
    file.writeHead(7);
    return file;
  }

  @Test
  void shouldMoveAWordWhenAChangeBeginsAndEnds() {
    VersionFile file = inMemory();
    Stamp before = Stamp.read(file, 3);
    assertThat(before.mayKeep()).isTrue();
    long begun = file.begin(3);
    assertThat(before.standsIn(file)).isFalse();
    assertThat(Stamp.read(file, 3).mayKeep()).isFalse();
    assertThat(Stamp.read(file, 4).mayKeep()).isTrue();
    long ended = file.end(3, begun, false);
    assertThat(before.standsIn(file)).isFalse();
    assertThat(ended).isEqualTo(file.word(3)).isGreaterThan(begun);
    assertThat(Stamp.read(file, 3).mayKeep()).isTrue();
    long all = file.begin(VersionFile.EVERYTHING);
    assertThat(Stamp.read(file, 3).mayKeep()).isFalse();
    file.end(VersionFile.EVERYTHING, all, false);
    assertThat(Stamp.read(file, 3).mayKeep()).isTrue();
  }

  @Test
  void shouldKeepADoubtUntilItIsCleared() {
    VersionFile file = inMemory();
    file.begin(3);
    // He who has begun is dead, and the next one comes.
    file.end(3, file.begin(3), false);
    assertThat(Stamp.read(file, 3).mayKeep()).isFalse();
    file.end(3, file.begin(3), false);
    assertThat(Stamp.read(file, 3).mayKeep()).isFalse();
    Stamp stamp = Stamp.read(file, 3);
    file.clear(3, stamp.word());
    assertThat(Stamp.read(file, 3).mayKeep()).isTrue();
    assertThat(stamp.standsIn(file)).isFalse();
    // Not by who has seen another word.
    long begun = file.begin(3);
    file.clear(3, stamp.word());
    assertThat(file.word(3)).isEqualTo(begun);
    // Nor is a change right that somebody was at who had not the lock.
    file.begin(3);
    file.end(3, begun, false);
    assertThat(Stamp.read(file, 3).mayKeep()).isFalse();
    file.end(4, file.begin(4), true);
    assertThat(Stamp.read(file, 4).mayKeep()).isFalse();
  }

  @Test
  void shouldCountInAllBlocks() {
    VersionFile file = inMemory();
    for (int block = 0; block < 100; block++) {
      file.count(block, Count.EXPIRATIONS, 2);
      file.count(-block, Count.MEMORY_HITS, 1);
    }
    assertThat(file.sum(Count.EXPIRATIONS)).isEqualTo(200);
    assertThat(file.sum(Count.MEMORY_HITS)).isEqualTo(100);
    assertThat(file.sum(Count.MISSES)).isZero();
    assertThat(file.word(0)).isZero();
  }

  @Test
  void shouldSpreadKeys() {
    long stripes =
        IntStream.range(0, 10_000).map(i -> VersionFile.stripe("key:" + i)).distinct().count();
    assertThat(stripes).isGreaterThan(6_000);
    assertThat(IntStream.range(0, 1_000).map(i -> VersionFile.stripe("k" + i)))
        .allMatch(stripe -> stripe >= 0 && stripe < VersionFile.STRIPES);
  }

  @Test
  void shouldGoOnFromAnyContent() {
    ByteBuffer bytes = ByteBuffer.allocateDirect(VersionFile.LENGTH);
    VersionFile file = new VersionFile(bytes);
    Random random = new Random(1);
    for (int i = 0; i < VersionFile.LENGTH; i += Long.BYTES) {
      bytes.putLong(i, random.nextLong());
    }
    for (int stripe = VersionFile.EVERYTHING; stripe < VersionFile.STRIPES; stripe++) {
      Stamp before = Stamp.read(file, stripe);
      file.end(stripe, file.begin(stripe), false);
      assertThat(file.word(stripe)).isNotEqualTo(before.word());
      file.clear(stripe, file.word(stripe));
      assertThat(VersionFile.isMarked(file.word(stripe))).isFalse();
    }
  }

  @Test
  void shouldReplaceAFileThatIsNotRight() throws Exception {
    Versions versions = Versions.open(database);
    VersionFile first = versions.current();
    first.begin(1);
    assertThat(Versions.open(database).current().identity()).isEqualTo(first.identity());
    for (int length : new int[] {0, 100, VersionFile.LENGTH, VersionFile.LENGTH + 1}) {
      Path draft = path.resolveSibling("draft");
      Files.write(draft, new byte[length]);
      Files.move(draft, path, StandardCopyOption.REPLACE_EXISTING);
      VersionFile now = versions.current();
      assertThat(now.isRight()).isTrue();
      assertThat(now.word(1)).isZero();
      assertThat(now.identity()).isNotEqualTo(first.identity());
    }
  }

  @Test
  void shouldFollowWhenTheFileOrItsFolderIsDeleted() throws Exception {
    Versions versions = Versions.open(database);
    Versions other = Versions.open(database);
    VersionFile first = versions.current();
    Files.delete(path);
    VersionFile second = versions.current();
    assertThat(second.identity()).isNotEqualTo(first.identity());
    assertThat(other.current().identity()).isEqualTo(second.identity());
    for (Path file : new Path[] {path, path.resolveSibling("cache.lock"), path.getParent()}) {
      Files.delete(file);
    }
    assertThat(versions.current().identity()).isNotEqualTo(second.identity());
    assertThat(other.current().identity()).isEqualTo(versions.current().identity());
  }

  @Test
  void shouldServeNothingByAFileThatIsOverwritten() throws Exception {
    Versions versions = Versions.open(database);
    Stamp stamp = Stamp.read(versions.current(), 1);
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.write(new byte[VersionFile.LENGTH]);
    }
    assertThat(stamp.standsIn(versions.current())).isFalse();
    assertThat(Stamp.read(versions.current(), 1).mayKeep()).isFalse();
    // The next process that comes puts another one there, and all follow.
    Versions next = Versions.open(database);
    assertThat(versions.current().identity()).isEqualTo(next.current().identity());
    assertThat(Stamp.read(versions.current(), 1).mayKeep()).isTrue();
  }

  @Test
  void shouldLeaveTheFileOfAnotherVersionAlone() throws Exception {
    Versions.open(database);
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.seek(8);
      file.write(new byte[] {9, 9, 9, 9});
    }
    byte[] content = Files.readAllBytes(path);
    assertThatThrownBy(() -> Versions.open(database))
        .isInstanceOfSatisfying(
            SQLException.class,
            e -> assertThat(e.getSQLState()).isEqualTo(ErrorCode.MISMATCH.sqlState()))
        .hasMessageContaining(path.toString());
    assertThat(Files.readAllBytes(path)).isEqualTo(content);
  }
}
