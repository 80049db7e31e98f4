package dev.bolt.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.DatabaseId;
import dev.bolt.ErrorCode;
import dev.bolt.database.Row;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a cache does for one process, with one object and with two on the same file. */
@Timeout(60)
class DuckDbCacheTest {

  @TempDir Path folder;
  private Path file;
  private final TestClock clock = new TestClock();
  private DuckDbCache cache;

  @BeforeEach
  void open() throws SQLException {
    file = folder.resolve("cache.duckdb");
    cache = open(config());
  }

  @AfterEach
  void close() {
    cache.close();
  }

  private CacheConfig config() {
    return CacheConfig.defaults().withClock(clock).withUpkeepInterval(Duration.ofHours(1));
  }

  private DuckDbCache open(CacheConfig config) throws SQLException {
    return DuckDbCache.open(file, config);
  }

  private DuckDbCache reopen(CacheConfig config) throws SQLException {
    cache.close();
    cache = open(config);
    return cache;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The code of the description, as it stands there. */
  @Test
  void shouldWorkAsDescribed() throws Exception {
    Path path = folder.resolve("described.duckdb");
    byte[] bytes = bytes("42.0");
    Object[] params = {7L};
    try (DuckDbCache cache =
        DuckDbCache.open(
            path, CacheConfig.defaults().withTtl(Duration.ofMinutes(15)).withMaxBytes(1L << 30))) {
      cache.put("quote:ACME", bytes);
      Optional<byte[]> v = cache.get("quote:ACME");
      List<Row> r = cache.cachedQuery("SELECT ? AS answer", params);
      CacheStats s = cache.stats();
      boolean freed = cache.forceUnlock();

      assertThat(v).contains(bytes);
      assertThat(r.get(0).getLong("answer")).isEqualTo(7);
      assertThat(s.memoryHits()).isEqualTo(1);
      assertThat(s.entries()).isEqualTo(2);
      assertThat(freed).isFalse();
    }
  }

  @Test
  void shouldKeepBytesStringsAndJson() throws Exception {
    cache.put("b", new byte[] {0, -1, 7});
    cache.putString("s", "Grüße");
    cache.putJson("j", "{\"a\": [1, 2]}");
    cache.put("empty", new byte[0]);

    for (int i = 0; i < 2; i++) {
      assertThat(cache.get("b")).contains(new byte[] {0, -1, 7});
      assertThat(cache.getString("s")).contains("Grüße");
      assertThat(cache.getJson("j")).contains("{\"a\": [1, 2]}");
      assertThat(cache.getString("j")).contains("{\"a\": [1, 2]}");
      assertThat(cache.get("s")).contains(bytes("Grüße"));
      assertThat(cache.get("empty")).contains(new byte[0]);
      assertThat(cache.get("none")).isEmpty();
      // The second time from the database.
      reopen(config());
    }
    CacheEntry entry = cache.entry("j").orElseThrow();
    assertThat(entry.kind()).isEqualTo(EntryKind.JSON);
    assertThat(entry.written()).isEqualTo(clock.instant());
    assertThat(entry.expires()).isEmpty();
    assertThat(entry.isAbsent()).isFalse();
  }

  @Test
  void shouldNotShareArraysWithItsUsers() throws Exception {
    byte[] mine = {1};
    cache.put("k", mine);
    mine[0] = 2;
    cache.get("k").orElseThrow()[0] = 3;
    assertThat(cache.get("k")).contains(new byte[] {1});
  }

  @Test
  void shouldRefuseWhatCannotBe() throws Exception {
    cache.put("b", bytes("x"));
    assertRefused(() -> cache.put(null, bytes("x")));
    assertRefused(() -> cache.put("", bytes("x")));
    assertRefused(() -> cache.put("a\nb", bytes("x")));
    assertRefused(() -> cache.put("\ud800", bytes("x")));
    assertRefused(() -> cache.put("k".repeat(1_025), bytes("x")));
    assertRefused(() -> cache.put("k", null));
    assertRefused(() -> cache.putString("k", null));
    assertRefused(() -> cache.put("k", bytes("x"), null));
    assertRefused(() -> cache.putJson("k", "{"));
    assertRefused(() -> cache.getJson("b"));
    assertRefused(() -> cache.get(null));
    assertRefused(() -> cache.get("\u0001query:"));
    assertThat(cache.get("k")).isEmpty();
    assertRefused(() -> cache.invalidate("a\nb"));
    assertThatThrownBy(() -> PutOptions.defaults().withTags("a\nb"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PutOptions.defaults().withTtl(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ttl");
    assertThatThrownBy(() -> CacheConfig.defaults().withMaxBytes(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxBytes");
  }

  private static void assertRefused(ThrowingCallable call) {
    assertState(ErrorCode.INVALID_ARGUMENT, call);
  }

  private static void assertState(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(code.sqlState()));
  }

  @Test
  void shouldRefuseAValueLargerThanTheCache() throws Exception {
    reopen(config().withMaxBytes(10));
    assertRefused(() -> cache.put("k", new byte[11]));
    cache.put("k", new byte[9]);
    assertThat(cache.get("k")).isPresent();
  }

  @Test
  void shouldRefuseEverythingOnceItIsClosed() throws Exception {
    cache.put("k", bytes("x"));
    cache.close();
    cache.close();
    assertState(ErrorCode.CLOSED, () -> cache.get("k"));
    assertState(ErrorCode.CLOSED, () -> cache.put("k", bytes("x")));
    assertState(ErrorCode.CLOSED, () -> cache.clear());
  }

  @Test
  void shouldExpireByTheClock() throws Exception {
    reopen(config().withTtl(Duration.ofMinutes(15)));
    cache.put("default", bytes("x"));
    cache.put("own", bytes("x"), PutOptions.defaults().withTtl(Duration.ofMinutes(1)));
    assertThat(cache.entry("own").orElseThrow().expires())
        .contains(clock.instant().plus(Duration.ofMinutes(1)));
    clock.pass(Duration.ofMinutes(1));
    assertThat(cache.get("own")).isEmpty();
    assertThat(cache.get("default")).isPresent();
    clock.pass(Duration.ofMinutes(14));
    assertThat(cache.get("default")).isEmpty();
    assertThat(cache.stats().entries()).isEqualTo(2);
    cache.vacuum();
    assertThat(cache.stats().entries()).isZero();
    assertThat(cache.stats().expirations()).isEqualTo(2);
  }

  @Test
  void shouldSeeWhatAnotherOneHasChanged() throws Exception {
    try (DuckDbCache other = open(config())) {
      cache.put("k", bytes("1"));
      assertThat(other.get("k")).contains(bytes("1"));
      assertThat(other.get("k")).contains(bytes("1"));
      assertThat(other.stats().memoryHits()).isEqualTo(1);
      cache.put("k", bytes("2"));
      assertThat(other.get("k")).contains(bytes("2"));
      cache.remove("k");
      assertThat(other.get("k")).isEmpty();
      cache.put("k", bytes("3"), PutOptions.defaults().withTags("t"));
      assertThat(other.get("k")).contains(bytes("3"));
      assertThat(cache.invalidate("t")).isEqualTo(1);
      assertThat(other.get("k")).isEmpty();
      cache.put("k", bytes("4"));
      assertThat(other.get("k")).contains(bytes("4"));
      assertThat(cache.clear()).isEqualTo(1);
      assertThat(other.get("k")).isEmpty();
    }
  }

  @Test
  void shouldServeALittleLongerWhereThatIsAllowed() throws Exception {
    try (DuckDbCache other = open(config().withMaxStaleness(Duration.ofHours(1)))) {
      cache.put("k", bytes("1"));
      assertThat(other.get("k")).contains(bytes("1"));
      cache.put("k", bytes("2"));
      assertThat(other.get("k")).contains(bytes("1"));
    }
    try (DuckDbCache other = open(config().withMaxStaleness(Duration.ofMillis(50)))) {
      assertThat(other.get("k")).contains(bytes("2"));
      cache.put("k", bytes("3"));
      Awaitility.await().untilAsserted(() -> assertThat(other.get("k")).contains(bytes("3")));
    }
  }

  @Test
  void shouldInvalidateByTag() throws Exception {
    cache.put("a", bytes("x"), PutOptions.defaults().withTags("red", "big"));
    cache.put("b", bytes("x"), PutOptions.defaults().withTags("red"));
    cache.put("c", bytes("x"), PutOptions.defaults().withTags("reddish"));
    assertThat(cache.entry("a").orElseThrow().tags()).containsExactlyInAnyOrder("red", "big");
    assertThat(cache.invalidate("red")).isEqualTo(2);
    assertThat(cache.get("a")).isEmpty();
    assertThat(cache.get("b")).isEmpty();
    assertThat(cache.get("c")).isPresent();
    assertThat(cache.stats().removals()).isEqualTo(2);
  }

  @Test
  void shouldEvictWhatWasUsedLongestAgo() throws Exception {
    reopen(config().withMaxEntries(3));
    for (String key : List.of("a", "b", "c")) {
      cache.put(key, bytes(key));
      clock.pass(Duration.ofSeconds(1));
    }
    assertThat(cache.get("a")).isPresent();
    clock.pass(Duration.ofSeconds(1));
    cache.put("d", bytes("d"));
    cache.vacuum();
    CacheStats stats = cache.stats();
    assertThat(stats.entries()).isEqualTo(3);
    assertThat(stats.evictions()).isEqualTo(1);
    try (DuckDbCache other = open(config())) {
      assertThat(other.get("b")).isEmpty();
      assertThat(other.get("a")).isPresent();
      assertThat(other.get("c")).isPresent();
      assertThat(other.get("d")).isPresent();
    }
  }

  @Test
  void shouldEvictInTheBackgroundByBytes() throws Exception {
    reopen(config().withMaxBytes(10_000).withUpkeepInterval(Duration.ofMillis(20)));
    for (int i = 0; i < 20; i++) {
      clock.pass(Duration.ofSeconds(1));
      cache.put("key" + i, new byte[1_000]);
    }
    Awaitility.await().until(() -> cache.stats().bytes() <= 10_000);
    try (DuckDbCache other = open(config())) {
      assertThat(other.get("key19")).isPresent();
      assertThat(other.get("key0")).isEmpty();
    }
  }

  @Test
  void shouldKeepTheRowsOfAQuery() throws Exception {
    cache
        .database()
        .execute("CREATE TABLE t (id BIGINT, day TIMESTAMP, price DECIMAL(9, 2), b BLOB)");
    cache
        .database()
        .execute(
            "INSERT INTO t VALUES (1, '2026-01-01 10:00:00', 1.50, 'x'::BLOB), (2, NULL, NULL, NULL)");
    String sql = "SELECT * FROM t WHERE id < ? ORDER BY id";
    List<Row> before = cache.cachedQuery(PutOptions.defaults().withTags("t"), sql, 10);
    assertThat(before).isEqualTo(cache.database().query(sql, 10));
    cache.database().execute("DELETE FROM t WHERE id = 2");
    assertThat(cache.cachedQuery(sql, 10)).isEqualTo(before);
    try (DuckDbCache other = open(config())) {
      assertThat(other.cachedQuery(sql, 10)).isEqualTo(before);
    }
    assertThat(cache.cachedQuery(sql, 1)).isEmpty();
    assertThat(cache.cachedQuery(sql, 1)).isEmpty();
    assertThat(cache.stats().databaseHits()).isEqualTo(1);
    assertThat(cache.stats().memoryHits()).isEqualTo(2);
    cache.invalidate("t");
    assertThat(cache.cachedQuery(sql, 10)).hasSize(1);
  }

  @Test
  void shouldNotKeepRowsThatHaveNoBytes() throws Exception {
    List<Row> rows = cache.cachedQuery("SELECT [1, 2] AS list");
    assertThat(rows).hasSize(1);
    assertThat(cache.stats().puts()).isZero();
  }

  @Test
  void shouldRunNothingButAQuery() throws Exception {
    cache.database().execute("CREATE TABLE t (id BIGINT)");
    assertState(
        ErrorCode.INVALID_STATEMENT,
        () -> cache.cachedQuery("INSERT INTO t VALUES (1) RETURNING id"));
    assertState(ErrorCode.INVALID_STATEMENT, () -> cache.cachedQuery("SELECT 1; SELECT 2"));
    assertState(ErrorCode.INVALID_STATEMENT, () -> cache.cachedQuery(null));
    assertThat(cache.database().query("FROM t")).isEmpty();
  }

  @Test
  void shouldNotKeepALoadThatSomebodyHasOvertaken() throws Exception {
    PutOptions options = PutOptions.defaults();
    try (DuckDbCache other = open(config())) {
      Watch watch = cache.watch("k");
      assertThat(cache.putIfUnchanged(watch, bytes("loaded"), options)).isTrue();
      assertThat(cache.putIfUnchanged(watch, null, options)).isTrue();
      assertThat(other.get("k")).isEmpty();
      assertThat(other.entry("k").orElseThrow().isAbsent()).isTrue();

      other.put("k", bytes("newer"));
      assertThat(cache.putIfUnchanged(watch, bytes("old"), options)).isFalse();
      assertThat(cache.get("k")).contains(bytes("newer"));

      Watch second = cache.watch("k");
      other.remove("k");
      assertThat(cache.putIfUnchanged(second, bytes("old"), options)).isFalse();
      Watch third = cache.watch("k");
      other.invalidate("whatever");
      assertThat(cache.putIfUnchanged(third, bytes("old"), options)).isFalse();
      Watch fourth = cache.watch("k");
      other.clear();
      assertThat(cache.putIfUnchanged(fourth, bytes("old"), options)).isFalse();
      assertThat(cache.get("k")).isEmpty();
      assertThat(cache.watch("k").coversChangesUntil(fourth)).isTrue();
      assertThat(fourth.coversChangesUntil(cache.watch("k"))).isFalse();
    }
  }

  @Test
  void shouldKeepAValueThatWasWrittenBehindAMark() throws Exception {
    cache.put("k", bytes("1"));
    // As somebody who began to change the key, and was killed there.
    Versions versions = Versions.open(DatabaseId.of(file));
    int stripe = VersionFile.stripe("k");
    versions.file().begin(stripe);
    cache.database().execute("UPDATE bolt_cache.entries SET value = 'x'::BLOB WHERE key = 'k'");
    assertThat(cache.get("k")).contains(bytes("x"));
    cache.database().execute("UPDATE bolt_cache.entries SET value = 'y'::BLOB WHERE key = 'k'");
    assertThat(cache.get("k")).contains(bytes("y"));
    Awaitility.await().until(() -> !VersionFile.isMarked(versions.file().word(stripe)));
    cache.get("k");
    long before = cache.stats().memoryHits();
    assertThat(cache.get("k")).contains(bytes("y"));
    assertThat(cache.stats().memoryHits()).isEqualTo(before + 1);
  }
}
