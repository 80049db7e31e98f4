package dev.bolt.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.engine.EngineSession;
import dev.bolt.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever moment the power fails, each row is there that was acknowledged before.
 *
 * <p>Threads of two processes insert rows, while checkpoints run and the WAL begins again. Of each
 * sync there is an image of database and WAL at its begin. Plain SQLite opens each image, and has
 * to find every row that was acknowledged until the next sync had ended; also where some of what
 * was written to the WAL after the sync has come to the disk, in any order, and other parts have
 * not.
 *
 * <p>SQLite's own syncs, of the WAL before a checkpoint and of the database before the WAL begins
 * again, are not recorded: they are believed.
 */
@Timeout(60)
class PowerCutTest {

  private static final int BLOCK = 4_096;
  private static final int HEADER = 32;

  @TempDir Path folder;
  private Path file;
  private Path images;

  @BeforeEach
  void create() throws Exception {
    file = folder.resolve(RecordedWal.DATABASE);
    images = Files.createDirectory(folder.resolve("images"));
  }

  @Test
  void shouldKeepEachAcknowledgedRow() throws Exception {
    List<Acknowledgement> acknowledged;
    try (DurableFile durable = PowerCutWorker.open(file, images)) {
      createTable(durable);
      try (ChildJvm child = PowerCutWorker.start(file, images, 1)) {
        assertThat(child.hear()).isEqualTo("open");
        acknowledged = PowerCutWorker.run(durable, 0, "FULL");
        acknowledged.addAll(PowerCutWorker.acknowledged(child));
      }
    }
    assertThat(acknowledged).hasSize(2 * PowerCutWorker.THREADS * PowerCutWorker.ROWS);
    assertThat(lost(acknowledged)).isEmpty();
    assertThat(walsBegun()).as("the WAL has begun again meanwhile").isGreaterThan(2);
  }

  // The proof of the proof: with NORMAL nobody waits, and a power cut may take what is
  // acknowledged.
  @Test
  void shouldFindRowsThatAreAcknowledgedBeforeTheirSync() throws Exception {
    List<Acknowledgement> acknowledged;
    try (DurableFile durable = PowerCutWorker.open(file, images)) {
      createTable(durable);
      acknowledged = PowerCutWorker.run(durable, 0, "FULL", "NORMAL", "NORMAL");
    }
    assertThat(lost(acknowledged)).isNotEmpty();
  }

  private static void createTable(DurableFile durable) throws Exception {
    try (EngineSession session = durable.session()) {
      DurableFile.run(session, "CREATE TABLE t (id INTEGER PRIMARY KEY, filling BLOB)");
    }
  }

  private List<Path> images() throws IOException {
    try (Stream<Path> all = Files.list(images)) {
      return all.sorted(Comparator.comparingLong(RecordedWal::begun)).toList();
    }
  }

  private int walsBegun() throws IOException {
    Set<String> headers = new HashSet<>();
    for (Path image : images()) {
      headers.add(Arrays.toString(header(Files.readAllBytes(wal(image)))));
    }
    return headers.size();
  }

  /** The acknowledged rows that some power cut takes. */
  private Set<Long> lost(List<Acknowledgement> acknowledged) throws Exception {
    List<Path> all = images();
    Set<Long> lost = new HashSet<>();
    for (int i = 0; i < all.size(); i++) {
      Path image = all.get(i);
      // The next sync that has ended covers more; one that began later may have ended earlier.
      long end = Long.MAX_VALUE;
      for (Path later : all.subList(i + 1, all.size())) {
        end = Math.min(end, RecordedWal.ended(later));
      }
      long begin = RecordedWal.ended(image);
      Set<Long> expected = new HashSet<>();
      for (Acknowledgement each : acknowledged) {
        if (begin < end && each.at() < end) {
          expected.add(each.row());
        }
      }
      if (!expected.isEmpty()) {
        byte[] wal = Files.readAllBytes(wal(image));
        lost.addAll(missing(expected, rebuilt(image, "clean", wal)));
        if (i + 1 < all.size()) {
          byte[] torn = torn(wal, Files.readAllBytes(wal(all.get(i + 1))), new Random(i));
          lost.addAll(missing(expected, rebuilt(image, "torn", torn)));
        }
      }
    }
    return lost;
  }

  private static Set<Long> missing(Set<Long> expected, Path database) throws Exception {
    Set<Long> missing = new HashSet<>(expected);
    try (Connection plain = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = plain.createStatement()) {
      try (ResultSet check = statement.executeQuery("PRAGMA integrity_check")) {
        check.next();
        assertThat(check.getString(1)).as(database.toString()).isEqualTo("ok");
      }
      try (ResultSet rows = statement.executeQuery("SELECT id FROM t")) {
        while (rows.next()) {
          missing.remove(rows.getLong(1));
        }
      }
    }
    return missing;
  }

  /**
   * The WAL with some blocks as they are at the next sync. Where it has begun again since, SQLite
   * has synced the database, which would have to be put in too; then it is what it was.
   */
  private static byte[] torn(byte[] wal, byte[] next, Random random) {
    if (!Arrays.equals(header(wal), header(next))) {
      return wal;
    }
    byte[] torn = Arrays.copyOf(wal, Math.max(wal.length, next.length));
    for (int at = 0; at < next.length; at += BLOCK) {
      if (random.nextBoolean()) {
        System.arraycopy(next, at, torn, at, Math.min(BLOCK, next.length - at));
      }
    }
    return torn;
  }

  private Path rebuilt(Path image, String name, byte[] wal) throws IOException {
    Path database =
        Files.createDirectory(folder.resolve(name + '-' + image.getFileName()))
            .resolve(RecordedWal.DATABASE);
    Files.copy(image.resolve(RecordedWal.DATABASE), database);
    Files.write(DurableFile.wal(database), wal);
    return database;
  }

  private static Path wal(Path image) {
    return DurableFile.wal(image.resolve(RecordedWal.DATABASE));
  }

  private static byte[] header(byte[] wal) {
    return Arrays.copyOf(wal, HEADER);
  }
}
