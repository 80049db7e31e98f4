package dev.bolt.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.ErrorCode;
import dev.bolt.database.DatabaseConfig;
import dev.bolt.testing.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that share a cache: nobody is served what another one has changed. */
@Timeout(120)
class CacheProcessTest {

  @TempDir Path folder;
  private Path file;
  private final List<ChildJvm> children = new ArrayList<>();

  @BeforeEach
  void name() {
    file = folder.resolve("cache.duckdb");
  }

  @AfterEach
  void end() {
    children.forEach(ChildJvm::close);
  }

  private ChildJvm child() throws Exception {
    ChildJvm child = CacheChild.start(file);
    children.add(child);
    assertThat(child.hear()).isEqualTo("open");
    return child;
  }

  @Test
  void shouldNeverServeWhatWasChangedOrRemoved() throws Exception {
    race(1, 100, 0);
  }

  @Tag("drill")
  @Test
  void shouldNeverServeWhatWasChangedByManyOrWithTheFileGone() throws Exception {
    race(3, 1_000, 0);
    race(3, 300, 10);
  }

  /**
   * Writes numbers, and removes some, while others read.
   *
   * @param deletions after how many changes the file of versions is deleted; 0 for never
   */
  private void race(int readers, int changes, int deletions) throws Exception {
    Path word = folder.resolve("acknowledged" + deletions);
    Acknowledged acknowledged = Acknowledged.in(word);
    List<ChildJvm> reading = new ArrayList<>();
    try (DuckDbCache cache = DuckDbCache.open(file)) {
      cache.clear();
      for (int i = 0; i < readers; i++) {
        reading.add(child());
      }
      reading.forEach(child -> child.say("read " + word));
      for (int n = 1; n <= changes; n++) {
        if (n % 5 == 0) {
          cache.remove("n");
          acknowledged.removed(n - 1);
        } else {
          cache.putString("n", Integer.toString(n));
          acknowledged.put(n);
        }
        if (deletions > 0 && n % deletions == 0 && n < changes) {
          Files.deleteIfExists(folder.resolve("cache.duckdb.bolt/cache"));
        }
      }
      acknowledged.over();
      for (ChildJvm child : reading) {
        assertThat(child.hear()).matches("[0-9]+ [1-9][0-9]*");
      }
      assertCountedForAll(cache, reading.get(0));
    }
  }

  private static void assertCountedForAll(DuckDbCache cache, ChildJvm child) throws Exception {
    CacheStats before = cache.stats();
    cache.putString("k", "1");
    assertThat(child.ask("get k")).isEqualTo("1");
    assertThat(child.ask("get k")).isEqualTo("1");
    assertThat(child.ask("get none")).isEqualTo("none");
    assertThat(child.ask("put other 2")).isEqualTo("done");
    assertThat(child.ask("remove other")).isEqualTo("done");
    CacheStats after = cache.stats();
    assertThat(after.memoryHits() - before.memoryHits()).isEqualTo(1);
    assertThat(after.databaseHits() - before.databaseHits()).isEqualTo(1);
    assertThat(after.misses() - before.misses()).isEqualTo(1);
    assertThat(after.puts() - before.puts()).isEqualTo(2);
    assertThat(after.removals() - before.removals()).isEqualTo(1);
    assertThat(after.entries() - before.entries()).isEqualTo(1);
    assertThat(after.hitRate()).isBetween(0.0, 1.0);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldAskTheDatabaseAfterAWriterWasKilledUntilNothingOfHimCanRun(boolean hosts)
      throws Exception {
    ChildJvm child = hosts ? child() : null;
    try (DuckDbCache cache = DuckDbCache.open(file)) {
      if (!hosts) {
        child = child();
      }
      cache.putString("k", "1");
      cache.putString("k", "2");
      assertThat(cache.getString("k")).contains("2");
      assertThat(child.ask("hang k 3")).isEqualTo("inside");
      // Not acknowledged, but there.
      assertThat(cache.getString("k")).contains("3");
      assertNamed(child.pid());
      child.kill();
      assertThat(cache.getString("k")).contains("3");
      cache.putString("k", "4");
      assertThat(cache.getString("k")).contains("4");
      Awaitility.await().until(() -> isFromMemory(cache, "k"));
      assertThat(cache.getString("k")).contains("4");
    }
  }

  /** Who waits for a change that does not end is told whose it is. */
  private void assertNamed(long pid) throws Exception {
    CacheConfig impatient = CacheConfig.defaults().withLockTimeout(Duration.ofMillis(20));
    try (DuckDbCache cache = DuckDbCache.open(file, impatient)) {
      assertThatThrownBy(() -> cache.putString("k", "5"))
          .isInstanceOfSatisfying(
              SQLException.class,
              e -> assertThat(e.getSQLState()).isEqualTo(ErrorCode.LOCK_TIMEOUT.sqlState()))
          .hasMessageContaining("PID " + pid);
    }
  }

  @Tag("drill")
  @Test
  void shouldAskTheDatabaseWhileItIsNotKnownWhatBecameOfAChange() throws Exception {
    ChildJvm host = child();
    CacheConfig config =
        CacheConfig.defaults()
            .withDatabase(DatabaseConfig.defaults().withOption("hostTimeout", "1s"));
    try (DuckDbCache cache = DuckDbCache.open(file, config)) {
      cache.putString("k", "1");
      assertThat(cache.getString("k")).contains("1");
      host.stop();
      assertThatThrownBy(() -> cache.putString("k", "2"))
          .isInstanceOfSatisfying(
              SQLException.class,
              e -> assertThat(e.getSQLState()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN.sqlState()));
      host.signal("CONT");
      Awaitility.await().ignoreExceptions().until(() -> isFromMemory(cache, "k"));
      String inMemory = cache.getString("k").orElseThrow();
      assertThat(host.ask("get k")).isEqualTo(inMemory);
    }
  }

  private static boolean isFromMemory(DuckDbCache cache, String key) throws Exception {
    long before = cache.stats().memoryHits();
    cache.get(key);
    return cache.stats().memoryHits() > before;
  }
}
