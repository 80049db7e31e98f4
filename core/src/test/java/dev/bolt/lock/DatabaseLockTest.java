package dev.bolt.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.ErrorCode;
import java.io.File;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What one manager, or two of one process, promise. */
@Timeout(60)
class DatabaseLockTest {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(30);

  @TempDir Path folder;
  private Path database;
  private DatabaseLockManager locks;

  @BeforeEach
  void open() throws Exception {
    database = folder.resolve("analytics.db");
    locks = DatabaseLockManager.open(database);
  }

  @AfterEach
  void close() throws Exception {
    locks.close();
  }

  /** Does something on another thread, which is the owner of what it acquires. */
  static <T> CompletableFuture<T> elsewhere(Callable<T> task) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(task.call());
              } catch (Throwable e) {
                result.completeExceptionally(e);
              }
            },
            "elsewhere");
    thread.setDaemon(true);
    thread.start();
    return result;
  }

  private CompletableFuture<DatabaseLock> waiter(LockMode mode) {
    int before = waiting();
    CompletableFuture<DatabaseLock> waiter = elsewhere(() -> locks.acquire("a", mode, LONG));
    Awaitility.await().until(() -> waiting() > before);
    return waiter;
  }

  private int waiting() {
    try {
      return locks.lockInfo().of("a").waiters().size();
    } catch (SQLException e) {
      throw new CompletionException(e);
    }
  }

  private boolean isFreeFor(LockMode mode) {
    return elsewhere(
            () -> {
              var lock = locks.tryAcquire("a", mode);
              if (lock.isPresent()) {
                lock.get().close();
              }
              return lock.isPresent();
            })
        .join();
  }

  static void assertCode(ErrorCode code, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    assertThat(cause).isInstanceOf(SQLException.class);
    assertThat(((SQLException) cause).getSQLState()).isEqualTo(code.sqlState());
    assertThat(((SQLException) cause).getErrorCode()).isEqualTo(code.number());
  }

  @Test
  void shouldNeedNoDatabase() throws Exception {
    try (DatabaseLock lock = locks.acquire("reindex", LockMode.EXCLUSIVE, LONG)) {
      assertThat(lock.isValid()).isTrue();
      assertThat(lock.name()).isEqualTo("reindex");
    }
    assertThat(database).doesNotExist();
  }

  @Test
  void shouldExcludeWhomModesExclude() throws Exception {
    try (DatabaseLock lock = locks.acquire("a", LockMode.EXCLUSIVE, LONG)) {
      assertThat(lock.mode()).isEqualTo(LockMode.EXCLUSIVE);
      assertThat(isFreeFor(LockMode.SHARED)).isFalse();
      assertThat(isFreeFor(LockMode.EXCLUSIVE)).isFalse();
    }
    try (DatabaseLock lock = locks.acquire("a", LockMode.SHARED, LONG)) {
      assertThat(lock.mode()).isEqualTo(LockMode.SHARED);
      assertThat(isFreeFor(LockMode.SHARED)).isTrue();
      assertThat(isFreeFor(LockMode.EXCLUSIVE)).isFalse();
    }
    assertThat(isFreeFor(LockMode.EXCLUSIVE)).isTrue();
  }

  @Test
  void shouldTellNamesApartAndKnowTheDatabase() throws Exception {
    DatabaseLock a = locks.acquire("ä".repeat(127), LockMode.EXCLUSIVE, LONG);
    DatabaseLock b = locks.acquire("ä".repeat(126), LockMode.EXCLUSIVE, LONG);
    DatabaseLock c = locks.acquire(DatabaseLockManager.DATABASE, LockMode.EXCLUSIVE, LONG);
    assertThat(List.of(a.isValid(), b.isValid(), c.isValid())).containsOnly(true);
    assertThat(locks.lockInfo().holders()).hasSize(3);
    c.close();
    a.close();
    b.close();
    assertThat(locks.lockInfo().holders()).isEmpty();
  }

  @Test
  void shouldLetAnOwnerInAgainUntilHeHasLeftAsOften() throws Exception {
    DatabaseLock first = locks.acquire("a", LockMode.EXCLUSIVE, LONG);
    DatabaseLock second = locks.acquire("a", LockMode.EXCLUSIVE, Duration.ZERO);
    assertThat(second.fencingToken()).isEqualTo(first.fencingToken());
    first.close();
    first.close();
    assertThat(isFreeFor(LockMode.SHARED)).isFalse();
    second.close();
    assertThat(isFreeFor(LockMode.EXCLUSIVE)).isTrue();
  }

  @Test
  void shouldBeSharedOnceOnlySharedOnesAreLeft() throws Exception {
    DatabaseLock exclusive = locks.acquire("a", LockMode.EXCLUSIVE, LONG);
    DatabaseLock shared = locks.acquire("a", LockMode.SHARED, LONG);
    CompletableFuture<DatabaseLock> reader = waiter(LockMode.SHARED);
    assertThat(reader).isNotDone();
    exclusive.close();
    reader.get();
    assertThat(shared.isValid()).isTrue();
    assertThat(isFreeFor(LockMode.EXCLUSIVE)).isFalse();
    shared.close();
  }

  @Test
  void shouldRefuseToMakeASharedLockExclusive() throws Exception {
    try (DatabaseLock lock = locks.acquire("a", LockMode.SHARED, LONG)) {
      assertThatThrownBy(() -> locks.acquire("a", LockMode.EXCLUSIVE, LONG))
          .satisfies(e -> assertCode(ErrorCode.LOCK_STATE, e))
          .hasMessageContaining("acquire it exclusive at first");
      assertThat(lock.isValid()).isTrue();
    }
  }

  /**
   *
   *
   * <pre>
   *   reader      writer      second reader
   *   acquire
   *               waits
   *                           waits, though he could share
   *   close
   *               acquired
   *               close
   *                           acquired
   * </pre>
   */
  @Test
  void shouldServeWhoComesFirst() throws Exception {
    DatabaseLock reader = locks.acquire("a", LockMode.SHARED, LONG);
    CompletableFuture<DatabaseLock> writer = waiter(LockMode.EXCLUSIVE);
    CompletableFuture<DatabaseLock> second = waiter(LockMode.SHARED);
    CompletableFuture<DatabaseLock> third = waiter(LockMode.SHARED);
    assertThat(isFreeFor(LockMode.SHARED)).isFalse();
    reader.close();
    DatabaseLock written = writer.get();
    assertThat(second).isNotDone();
    written.close();
    assertThat(second.get().fencingToken()).isGreaterThan(written.fencingToken());
    assertThat(third.get().isValid()).isTrue();
  }

  @Test
  void shouldTellWhoHoldsWhenTheTimeIsOver() throws Exception {
    try (DatabaseLock lock = locks.acquire("a", LockMode.EXCLUSIVE, LONG)) {
      assertThat(lock.isValid()).isTrue();
      for (Duration timeout : List.of(SHORT, Duration.ZERO)) {
        assertThatThrownBy(elsewhere(() -> locks.acquire("a", LockMode.SHARED, timeout))::join)
            .satisfies(e -> assertCode(ErrorCode.LOCK_TIMEOUT, e))
            .hasMessageContaining("PID " + ProcessHandle.current().pid())
            .hasMessageContaining("java")
            .hasMessageContaining("thread " + Thread.currentThread().getName())
            .hasMessageContaining("exclusive since 2")
            .hasMessageContaining("forceUnlock");
      }
    }
    assertThat(locks.lockInfo().waiters()).isEmpty();
  }

  @Test
  void shouldRefuseWrongArguments() {
    for (String name : new String[] {null, "", "x".repeat(256), "ä".repeat(128), "bolt:x"}) {
      assertThatThrownBy(() -> locks.acquire(name, LockMode.SHARED, LONG))
          .satisfies(e -> assertCode(ErrorCode.INVALID_ARGUMENT, e));
      assertThatThrownBy(() -> locks.tryAcquire(name, LockMode.SHARED))
          .satisfies(e -> assertCode(ErrorCode.INVALID_ARGUMENT, e));
    }
    assertThatThrownBy(() -> locks.acquire("a", null, LONG))
        .satisfies(e -> assertCode(ErrorCode.INVALID_ARGUMENT, e));
    assertThatThrownBy(() -> locks.acquire("a", LockMode.SHARED, null))
        .satisfies(e -> assertCode(ErrorCode.INVALID_ARGUMENT, e));
    assertThatThrownBy(() -> locks.acquire("a", LockMode.SHARED, Duration.ofNanos(-1)))
        .satisfies(e -> assertCode(ErrorCode.INVALID_ARGUMENT, e));
    assertThatThrownBy(() -> locks.acquire((LockOwner) null, "a", LockMode.SHARED, LONG))
        .satisfies(e -> assertCode(ErrorCode.INVALID_ARGUMENT, e));
  }

  @Test
  void shouldTakeAnEndlessTimeout() throws Exception {
    Duration endless = Duration.ofSeconds(Long.MAX_VALUE);
    DatabaseLock lock = locks.acquire("a", LockMode.EXCLUSIVE, endless);
    CompletableFuture<DatabaseLock> waiter =
        elsewhere(() -> locks.acquire("a", LockMode.EXCLUSIVE, endless));
    Awaitility.await().until(() -> waiting() == 1);
    lock.close();
    waiter.get().close();
  }

  @ParameterizedTest
  @EnumSource
  void shouldLetAWaiterBeInterruptedAndTheNextGoOn(LockMode mode) throws Exception {
    DatabaseLock lock = locks.acquire("a", LockMode.SHARED, LONG);
    Thread[] thread = new Thread[1];
    CompletableFuture<DatabaseLock> first =
        elsewhere(
            () -> {
              thread[0] = Thread.currentThread();
              return locks.acquire("a", LockMode.EXCLUSIVE, LONG);
            });
    Awaitility.await().until(() -> waiting() == 1);
    CompletableFuture<DatabaseLock> second = waiter(mode);
    thread[0].interrupt();
    assertThatThrownBy(first::get).cause().isInstanceOf(InterruptedException.class);
    if (mode == LockMode.EXCLUSIVE) {
      assertThat(second).isNotDone();
      lock.close();
    }
    second.get().close();
  }

  @Test
  void shouldAcquireAndReleaseOnAnInterruptedThread() throws Exception {
    Thread.currentThread().interrupt();
    try (DatabaseLock lock = locks.acquire("a", LockMode.EXCLUSIVE, LONG)) {
      assertThat(lock.isValid()).isTrue();
    }
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void shouldBindALockToAnOwnerInWhateverThread() throws Exception {
    LockOwner session = LockOwner.create("session 12");
    DatabaseLock lock = locks.acquire(session, "a", LockMode.EXCLUSIVE, LONG);
    assertThat(locks.tryAcquire("a", LockMode.SHARED)).isEmpty();
    DatabaseLock again = elsewhere(() -> locks.acquire(session, "a", LockMode.SHARED, LONG)).get();
    assertThat(locks.lockInfo().holders())
        .singleElement()
        .satisfies(
            e -> {
              assertThat(e.owner()).isEqualTo("session 12");
              assertThat(e.mode()).isEqualTo(LockMode.EXCLUSIVE);
              assertThat(e.pid()).isEqualTo(ProcessHandle.current().pid());
              assertThat(e.command()).contains("java");
              assertThat(e.fencingToken()).isEqualTo(lock.fencingToken());
            });
    lock.close();
    again.close();
    assertThat(isFreeFor(LockMode.EXCLUSIVE)).isTrue();
  }

  @Test
  void shouldRefuseThatAnOwnerWaitsTwice() throws Exception {
    LockOwner session = LockOwner.create("session 12");
    DatabaseLock a = locks.acquire("a", LockMode.EXCLUSIVE, LONG);
    DatabaseLock b = locks.acquire("b", LockMode.EXCLUSIVE, LONG);
    CompletableFuture<DatabaseLock> first =
        elsewhere(() -> locks.acquire(session, "a", LockMode.EXCLUSIVE, LONG));
    Awaitility.await().until(() -> waiting() == 1);
    assertThatThrownBy(() -> locks.acquire(session, "b", LockMode.EXCLUSIVE, LONG))
        .satisfies(e -> assertCode(ErrorCode.LOCK_STATE, e));
    a.close();
    first.get().close();
    b.close();
  }

  @Test
  void shouldReleaseAllWhenItCloses() throws Exception {
    DatabaseLock lock = locks.acquire("a", LockMode.EXCLUSIVE, LONG);
    CompletableFuture<DatabaseLock> waiter = waiter(LockMode.SHARED);
    try (DatabaseLockManager other = DatabaseLockManager.open(database)) {
      CompletableFuture<DatabaseLock> heir =
          elsewhere(() -> other.acquire("a", LockMode.EXCLUSIVE, LONG));
      Awaitility.await().until(() -> waiting() == 2);
      locks.close();
      locks.close();
      heir.get().close();
      assertThatThrownBy(waiter::join).satisfies(e -> assertCode(ErrorCode.CLOSED, e));
      assertThat(lock.isValid()).isFalse();
      lock.close();
      assertThatThrownBy(() -> locks.acquire("a", LockMode.SHARED, LONG))
          .satisfies(e -> assertCode(ErrorCode.CLOSED, e))
          .hasMessageContaining("closed");
      assertThatThrownBy(() -> locks.tryAcquire("a", LockMode.SHARED))
          .satisfies(e -> assertCode(ErrorCode.CLOSED, e));
      assertThatThrownBy(locks::lockInfo).satisfies(e -> assertCode(ErrorCode.CLOSED, e));
      assertThatThrownBy(() -> locks.isCurrent("a", 1))
          .satisfies(e -> assertCode(ErrorCode.CLOSED, e));
    }
  }

  @Test
  void shouldKeepTwoManagersOfOneProcessApart() throws Exception {
    try (DatabaseLockManager other = DatabaseLockManager.open(database);
        DatabaseLock lock = locks.acquire("a", LockMode.EXCLUSIVE, LONG)) {
      assertThat(other.isCurrent("a", lock.fencingToken())).isTrue();
      assertThat(other.tryAcquire("a", LockMode.SHARED)).isEmpty();
    }
  }

  @Test
  void shouldExcludeWhoIsOfAnotherClassLoader() throws Exception {
    String[] classPath = System.getProperty("java.class.path").split(File.pathSeparator);
    URL[] classes = new URL[classPath.length];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = Path.of(classPath[i]).toUri().toURL();
    }
    try (URLClassLoader loader = new URLClassLoader(classes, ClassLoader.getPlatformClassLoader());
        DatabaseLock lock = locks.acquire("a", LockMode.EXCLUSIVE, LONG)) {
      Class<?> type = loader.loadClass(DatabaseLockManager.class.getName());
      Object other = type.getMethod("open", Path.class).invoke(null, database);
      Method current = type.getMethod("isCurrent", String.class, long.class);
      assertThat(type).isNotEqualTo(DatabaseLockManager.class);
      assertThat(current.invoke(other, "a", lock.fencingToken())).isEqualTo(true);
      Class<?> mode = loader.loadClass(LockMode.class.getName());
      Object shared = mode.getEnumConstants()[LockMode.SHARED.ordinal()];
      Method tryAcquire = type.getMethod("tryAcquire", String.class, mode);
      assertThat(tryAcquire.invoke(other, "a", shared)).isEqualTo(Optional.empty());
      assertThat(lock.isValid()).isTrue();
      type.getMethod("close").invoke(other);
    }
    assertThat(isFreeFor(LockMode.EXCLUSIVE)).isTrue();
  }

  @Test
  void shouldCountTokensUpInAllManagersForAllNames() throws Exception {
    long last = 0;
    for (int i = 0; i < 3; i++) {
      try (DatabaseLockManager other = DatabaseLockManager.open(database)) {
        for (DatabaseLockManager manager : List.of(locks, other)) {
          DatabaseLock lock = manager.acquire("n" + i, LockMode.SHARED, LONG);
          assertThat(lock.fencingToken()).isGreaterThan(last);
          assertThat(manager.isCurrent("n" + i, lock.fencingToken())).isTrue();
          assertThat(manager.isCurrent("n", lock.fencingToken())).isFalse();
          last = lock.fencingToken();
          lock.close();
          assertThat(manager.isCurrent("n" + i, last)).isFalse();
        }
      }
    }
    long stale = last;
    assertThatThrownBy(() -> locks.requireCurrent("n", stale))
        .satisfies(e -> assertCode(ErrorCode.LOCK_STATE, e));
  }

  @Test
  void shouldSayWhenTheTableIsFullAndGoOnAfterwards() throws Exception {
    List<DatabaseLock> all = new ArrayList<>();
    assertThatThrownBy(
            () -> {
              while (true) {
                all.add(locks.acquire("n" + all.size(), LockMode.SHARED, LONG));
              }
            })
        .satisfies(e -> assertCode(ErrorCode.TOO_MANY_LOCKS, e))
        .hasMessageContaining("2048");
    assertThat(all).hasSize(2_048);
    all.remove(7).close();
    all.add(locks.acquire("more", LockMode.EXCLUSIVE, LONG));
    for (DatabaseLock lock : all) {
      lock.close();
    }
    assertThat(locks.lockInfo().holders()).isEmpty();
  }

  @Test
  void shouldSayWhenThereAreTooManyProcesses() throws Exception {
    List<DatabaseLockManager> all = new ArrayList<>();
    try {
      assertThatThrownBy(
              () -> {
                while (true) {
                  all.add(DatabaseLockManager.open(database));
                }
              })
          .satisfies(e -> assertCode(ErrorCode.TOO_MANY_LOCKS, e))
          .hasMessageContaining("256");
      assertThat(all).hasSize(255);
      all.remove(3).close();
      all.add(DatabaseLockManager.open(database));
    } finally {
      for (DatabaseLockManager manager : all) {
        manager.close();
      }
    }
  }

  @Test
  void shouldSayWhenThereIsNoFolder() {
    assertThatThrownBy(() -> DatabaseLockManager.open(folder.resolve("no/such.db")))
        .satisfies(e -> assertCode(ErrorCode.CANNOT_OPEN, e));
    assertThatThrownBy(() -> DatabaseLockManager.open(null))
        .satisfies(e -> assertCode(ErrorCode.INVALID_ARGUMENT, e));
  }

  @Test
  void shouldNotTouchTheDatabase() throws Exception {
    Files.writeString(database, "not a database");
    try (DatabaseLockManager other = DatabaseLockManager.open(database)) {
      assertThat(other.tryAcquire("a", LockMode.EXCLUSIVE)).isPresent();
    }
    assertThat(database).hasContent("not a database");
  }
}
