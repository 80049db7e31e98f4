package dev.bolt.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.ErrorCode;
import dev.bolt.cache.CacheConfig;
import dev.bolt.cache.PutOptions;
import dev.bolt.cache.TestClock;
import dev.bolt.storage.FarTier.FarValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a storage does for the threads of one process, and for two objects on one file. */
@Timeout(60)
class UnifiedStorageTest {

  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir Path folder;
  private final TestClock clock = new TestClock();
  private final AtomicInteger calls = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private UnifiedStorage storage;

  @BeforeEach
  void open() throws SQLException {
    storage = UnifiedStorage.open(config());
  }

  @AfterEach
  void close() {
    storage.close();
    threads.shutdownNow();
  }

  private StorageConfig config() {
    return StorageConfig.at(folder)
        .withCache(CacheConfig.defaults().withClock(clock).withUpkeepInterval(HOUR));
  }

  private void reopen(StorageConfig config) throws SQLException {
    storage.close();
    storage = UnifiedStorage.open(config);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A value that tells how often it was loaded. */
  private byte[] counted(String key) {
    return bytes(key + calls.incrementAndGet());
  }

  private byte[] broken(String key) throws IOException {
    calls.incrementAndGet();
    throw new IOException("no line for " + key);
  }

  private static void assertState(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(code.sqlState()));
  }

  /** The code of the description, as it stands there. */
  @Test
  void shouldWorkAsDescribed() throws Exception {
    Path dir = folder.resolve("described");
    try (UnifiedStorage storage = UnifiedStorage.open(StorageConfig.at(dir))) {
      byte[] v = storage.getOrLoad("chain:ACME:2026-12", key -> slowDownload(key));
      assertThat(v).isEqualTo(bytes("chain:ACME:2026-12!"));
    }
  }

  private static byte[] slowDownload(String key) throws IOException {
    return bytes(key + "!");
  }

  @Test
  void shouldLoadOnceAndKeepIt() throws Exception {
    assertThat(storage.getOrLoad("k", this::counted)).isEqualTo(bytes("k1"));
    storage.getOrLoad("k", this::counted)[0] = 0;
    assertThat(storage.getOrLoad("k", this::counted)).isEqualTo(bytes("k1"));
    assertThat(storage.get("k")).contains(bytes("k1"));
    try (UnifiedStorage other = UnifiedStorage.open(config())) {
      assertThat(other.getOrLoad("k", this::counted)).isEqualTo(bytes("k1"));
    }
    assertThat(storage.stats().loads()).isEqualTo(1);
    assertThat(storage.stats().cache().databaseHits()).isEqualTo(1);
    storage.put("k", bytes("put"));
    assertThat(storage.getOrLoad("k", this::counted)).isEqualTo(bytes("put"));
    assertThat(storage.remove("k")).isTrue();
    assertThat(storage.getOrLoad("k", this::counted)).isEqualTo(bytes("k2"));
    storage.clear();
    assertThat(storage.getOrLoad("k", PutOptions.defaults().withTags("t"), this::counted))
        .isEqualTo(bytes("k3"));
    assertThat(storage.invalidate("t")).isEqualTo(1);
    assertThat(storage.get("k")).isEmpty();
  }

  @Test
  void shouldLoadOnceForAllThreads() throws Exception {
    CountDownLatch allAsk = new CountDownLatch(8);
    List<Future<byte[]>> answers = new ArrayList<>();
    try (UnifiedStorage other = UnifiedStorage.open(config())) {
      for (int i = 0; i < 8; i++) {
        UnifiedStorage asked = i % 2 == 0 ? storage : other;
        answers.add(
            threads.submit(
                () -> {
                  allAsk.countDown();
                  return asked.getOrLoad(
                      "k",
                      key -> {
                        awaitUninterrupted(allAsk);
                        return counted(key);
                      });
                }));
      }
      for (Future<byte[]> answer : answers) {
        assertThat(answer.get()).isEqualTo(bytes("k1"));
      }
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void shouldLetTheNextOneTryAfterAFailure() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Future<byte[]> first =
        threads.submit(
            () ->
                storage.getOrLoad(
                    "k",
                    key -> {
                      inside.countDown();
                      awaitUninterrupted(go);
                      return broken(key);
                    }));
    inside.await();
    Future<byte[]> second = threads.submit(() -> storage.getOrLoad("k", this::counted));
    go.countDown();
    assertThatThrownBy(first::get).hasRootCauseMessage("no line for k");
    assertThat(second.get()).isEqualTo(bytes("k2"));
    assertThat(storage.stats().loadFailures()).isEqualTo(1);
  }

  @Test
  void shouldRememberThatThereIsNothing() throws Exception {
    Loader<RuntimeException> none =
        key -> {
          calls.incrementAndGet();
          return null;
        };
    assertThat(storage.getOrLoad("k", none)).isNull();
    assertThat(storage.getOrLoad("k", none)).isNull();
    assertThat(storage.get("k")).isEmpty();
    assertThat(calls).hasValue(1);
    clock.pass(Duration.ofSeconds(10));
    assertThat(storage.getOrLoad("k", this::counted)).isEqualTo(bytes("k2"));
    reopen(config().withNegativeTtl(Duration.ZERO));
    assertThat(storage.getOrLoad("other", none)).isNull();
    assertThat(storage.getOrLoad("other", none)).isNull();
    assertThat(calls).hasValue(4);
  }

  @Test
  void shouldGiveAnOldValueWhereTheLoaderFails() throws Exception {
    reopen(config().withTtl(HOUR).withStaleFor(HOUR));
    assertThat(storage.getOrLoad("k", this::counted)).isEqualTo(bytes("k1"));
    clock.pass(HOUR);
    assertThat(storage.get("k")).isEmpty();
    assertThat(storage.getOrLoad("k", this::broken)).isEqualTo(bytes("k1"));
    // Not tried again for a second.
    assertThat(storage.getOrLoad("k", this::broken)).isEqualTo(bytes("k1"));
    assertThat(calls).hasValue(2);
    clock.pass(Duration.ofSeconds(1));
    assertThat(storage.getOrLoad("k", this::broken)).isEqualTo(bytes("k1"));
    assertThat(calls).hasValue(3);
    assertThat(storage.stats().stale()).isEqualTo(3);
    clock.pass(HOUR);
    assertThatThrownBy(() -> storage.getOrLoad("k", this::broken)).isInstanceOf(IOException.class);
    assertThat(storage.getOrLoad("k", this::counted)).isEqualTo(bytes("k5"));
  }

  @Test
  void shouldRefreshAhead() throws Exception {
    reopen(config().withTtl(HOUR).withRefreshAhead(Duration.ofMinutes(10)));
    assertThat(storage.getOrLoad("k", this::counted)).isEqualTo(bytes("k1"));
    clock.pass(Duration.ofMinutes(49));
    assertThat(storage.getOrLoad("k", this::counted)).isEqualTo(bytes("k1"));
    assertThat(calls).hasValue(1);
    clock.pass(Duration.ofMinutes(1));
    assertThat(storage.getOrLoad("k", this::counted)).isEqualTo(bytes("k1"));
    Awaitility.await().until(() -> storage.stats().refreshes() == 1);
    assertThat(storage.getOrLoad("k", this::broken)).isEqualTo(bytes("k2"));
    clock.pass(Duration.ofMinutes(59));
    // It fails, and the value stays.
    assertThat(storage.getOrLoad("k", this::broken)).isEqualTo(bytes("k2"));
    Awaitility.await().until(() -> storage.stats().loadFailures() == 1);
    assertThat(storage.getOrLoad("k", this::broken)).isEqualTo(bytes("k2"));
  }

  @Test
  void shouldNotKeepNorGiveToLaterOnesWhatWasOvertaken() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Future<byte[]> early =
        threads.submit(
            () ->
                storage.getOrLoad(
                    "k",
                    key -> {
                      inside.countDown();
                      awaitUninterrupted(go);
                      return counted(key);
                    }));
    inside.await();
    storage.remove("k");
    Future<byte[]> late = threads.submit(() -> storage.getOrLoad("k", this::counted));
    go.countDown();
    assertThat(early.get()).isEqualTo(bytes("k1"));
    assertThat(late.get()).isEqualTo(bytes("k2"));
    assertThat(storage.get("k")).contains(bytes("k2"));
  }

  @Test
  void shouldBoundTheLoadsOfALoader() throws Exception {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Loader<RuntimeException> loader =
        Loader.bounded(
            2,
            key -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              Thread.yield();
              running.decrementAndGet();
              return bytes(key);
            });
    List<Future<byte[]>> answers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String key = "k" + i;
      answers.add(threads.submit(() -> storage.getOrLoad(key, loader)));
    }
    for (Future<byte[]> answer : answers) {
      answer.get();
    }
    assertThat(most.get()).isBetween(1, 2);
    assertThatThrownBy(() -> Loader.bounded(0, loader))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldFindLoadersThatWaitForEachOther() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    Future<byte[]> first = threads.submit(() -> loadThrough("a", "b", both));
    Future<byte[]> second = threads.submit(() -> loadThrough("b", "a", both));
    int deadlocks = 0;
    for (Future<byte[]> each : List.of(first, second)) {
      try {
        assertThat(each.get()).isNotEmpty();
      } catch (ExecutionException e) {
        assertThat(((SQLException) e.getCause()).getSQLState())
            .isEqualTo(ErrorCode.DEADLOCK.sqlState());
        deadlocks++;
      }
    }
    assertThat(deadlocks).isBetween(1, 2);
  }

  private byte[] loadThrough(String key, String other, CountDownLatch both) throws SQLException {
    return storage.getOrLoad(
        key,
        k -> {
          both.countDown();
          awaitUninterrupted(both);
          return storage.getOrLoad(other, this::counted);
        });
  }

  @Test
  void shouldTellHowLongALoadHasLasted() throws Exception {
    reopen(config().withLoadTimeout(Duration.ofMillis(50)).withMaxConcurrentLoads(1));
    CountDownLatch inside = new CountDownLatch(1);
    CompletableFuture<byte[]> go = new CompletableFuture<>();
    Future<byte[]> first =
        threads.submit(
            () ->
                storage.getOrLoad(
                    "k",
                    key -> {
                      inside.countDown();
                      return go.join();
                    }));
    inside.await();
    assertState(ErrorCode.LOCK_TIMEOUT, () -> storage.getOrLoad("k", this::counted));
    assertState(ErrorCode.POOL_EXHAUSTED, () -> storage.getOrLoad("other", this::counted));
    try (UnifiedStorage other =
        UnifiedStorage.open(config().withLoadTimeout(Duration.ofMillis(50)))) {
      assertState(ErrorCode.LOCK_TIMEOUT, () -> other.getOrLoad("k", this::counted));
    }
    go.complete(bytes("x"));
    assertThat(first.get()).isEqualTo(bytes("x"));
  }

  @Test
  void shouldRefuseWhatCannotBe() throws Exception {
    assertState(ErrorCode.INVALID_ARGUMENT, () -> storage.getOrLoad(null, this::counted));
    assertState(ErrorCode.INVALID_ARGUMENT, () -> storage.getOrLoad("", this::counted));
    assertState(
        ErrorCode.INVALID_ARGUMENT, () -> storage.getOrLoad("k", (Loader<RuntimeException>) null));
    assertState(ErrorCode.INVALID_ARGUMENT, () -> storage.put("k", null));
    assertState(
        ErrorCode.INVALID_ARGUMENT,
        () -> storage.getOrLoad("k", key -> storage.getOrLoad(key, this::counted)));
    assertThat(storage.getOrLoad("a", key -> storage.getOrLoad("b", this::counted)))
        .isEqualTo(bytes("b1"));
    assertThatThrownBy(() -> config().withMaxConcurrentLoads(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxConcurrentLoads");
    assertThatThrownBy(() -> config().withTtl(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ttl");
    storage.close();
    assertState(ErrorCode.CLOSED, () -> storage.getOrLoad("k", this::counted));
  }

  @Test
  void shouldUseTheFarTier() throws Exception {
    DirectoryTier far = DirectoryTier.at(folder.resolve("far"));
    reopen(config().withTtl(HOUR).withFarTier(far));
    assertThat(storage.getOrLoad("k", this::counted)).isEqualTo(bytes("k1"));
    assertThat(far.read("k").orElseThrow().bytes()).isEqualTo(bytes("k1"));
    storage.cache().clear();
    assertThat(storage.get("k")).contains(bytes("k1"));
    assertThat(storage.getOrLoad("k", this::counted)).isEqualTo(bytes("k1"));
    assertThat(storage.stats().farHits()).isEqualTo(1);
    // It has grown as old as it would have here.
    clock.pass(HOUR);
    assertThat(storage.getOrLoad("k", this::counted)).isEqualTo(bytes("k2"));
    storage.cache().clear();
    clock.pass(HOUR);
    assertThat(storage.getOrLoad("k", this::broken)).isEqualTo(bytes("k2"));
    storage.put("k", bytes("put"));
    assertThat(far.read("k").orElseThrow().bytes()).isEqualTo(bytes("put"));
    storage.remove("k");
    assertThat(far.read("k")).isEmpty();
    storage.put("k", bytes("put"));
    storage.clear();
    assertThat(storage.get("k")).isEmpty();
    assertState(ErrorCode.NOT_SUPPORTED, () -> storage.invalidate("t"));
  }

  @Test
  void shouldGoOnWithoutAFarTierThatFails() throws Exception {
    reopen(config().withFarTier(new BrokenTier()));
    assertThat(storage.getOrLoad("k", this::counted)).isEqualTo(bytes("k1"));
    assertThat(storage.stats().farFailures()).isEqualTo(2);
    assertState(ErrorCode.IO, () -> storage.remove("k"));
    assertState(ErrorCode.IO, () -> storage.get("none"));
  }

  private static final class BrokenTier implements FarTier {
    @Override
    public Optional<FarValue> read(String key) throws IOException {
      throw new IOException("broken");
    }

    @Override
    public void write(String key, FarValue value) throws IOException {
      throw new IOException("broken");
    }

    @Override
    public void remove(String key) throws IOException {
      throw new IOException("broken");
    }

    @Override
    public void removeAll() throws IOException {
      throw new IOException("broken");
    }
  }
}
