package dev.bolt.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bolt.lock.LockMode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Whatever was done with a database, nothing is left of it in the process when it is closed. */
@EnabledOnOs(OS.LINUX)
class DatabaseLeakTest extends DatabaseTest {

  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int TIMES = 5;

  /** The threads of a single database and its pool. */
  private static final List<String> OWN =
      List.of("bolt-health", "bolt-async", "bolt-lock-keeper", "bolt-close", "bolt-leak.db");

  @Test
  void shouldLeaveNoThreadsAndDescriptors() throws Exception {
    assertThatNothingIsLeft(OWN);
  }

  // Others are the process's, and end when they have had nothing to do for ten seconds.
  @Test
  @Tag("drill")
  void shouldLeaveNoThreadsOfAnyKind() throws Exception {
    assertThatNothingIsLeft(List.of("bolt-"));
  }

  private void assertThatNothingIsLeft(List<String> names) throws Exception {
    useAndClose();
    int threads = threads(names).size();
    int descriptors = descriptors();
    for (int i = 0; i < TIMES; i++) {
      useAndClose();
    }
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              assertThat(threads(names)).hasSizeLessThanOrEqualTo(threads);
              assertThat(descriptors()).isLessThanOrEqualTo(descriptors);
            });
  }

  // What a careless program does: it leaves a stream, a lock and a failed transaction behind.
  private void useAndClose() throws Exception {
    DatabaseConfig config =
        config()
            .withEngine(engine)
            .withCloseTimeout(Duration.ZERO)
            .withHealthInterval(Duration.ofMillis(100));
    try (ConcurrentDatabase used = ConcurrentDatabase.open(folder.resolve("leak.db"), config)) {
      used.execute("CREATE TABLE IF NOT EXISTS t (x INTEGER)");
      used.queryAsync("SELECT * FROM t").get(20, TimeUnit.SECONDS);
      fail(used);
      used.locks().acquire("left", LockMode.EXCLUSIVE, SOON);
      Stream<Row> abandoned = used.queryStream(manyRows(10_000));
      Iterator<Row> rows = abandoned.iterator();
      assertThat(rows.next().getLong(0)).isZero();
      assertThat(used.health()).isNotNull();
    }
  }

  private static void fail(ConcurrentDatabase database) {
    try {
      database.transaction(
          tx -> {
            tx.execute("INSERT INTO t VALUES (1)");
            return tx.query("SELECT * FROM absent");
          });
    } catch (SQLException e) {
      assertThat(e.getSQLState()).isEqualTo("42P01");
    }
  }

  private static List<String> threads(List<String> names) {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> names.stream().anyMatch(name::startsWith))
        .toList();
  }

  private static int descriptors() {
    int count = 0;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(DESCRIPTORS)) {
      for (Path descriptor : all) {
        if (Files.isSymbolicLink(descriptor)) {
          count++;
        }
      }
      return count;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
