package dev.bolt.lock;

import static dev.bolt.lock.DatabaseLockTest.assertCode;
import static dev.bolt.lock.DatabaseLockTest.elsewhere;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.DatabaseId;
import dev.bolt.ErrorCode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A lock file that is deleted, replaced, or written into by others. */
@Timeout(60)
class LockFileTest {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final int SECTION_AT = 64;
  private static final int TOKEN_AT = 128;
  private static final int TICKET_AT = 144;

  @TempDir Path folder;
  private Path database;
  private Path sidecar;
  private Path file;
  private DatabaseLockManager locks;
  private final List<String> told = new CopyOnWriteArrayList<>();

  @BeforeEach
  void open() throws Exception {
    database = folder.resolve("analytics.db");
    sidecar = DatabaseId.of(database).sidecar();
    file = sidecar.resolve("locks");
    locks =
        DatabaseLockManager.open(
            database,
            new LockListener() {
              @Override
              public void lost(String name, long fencingToken, Loss loss) {
                told.add(name + " " + loss);
              }
            });
  }

  @AfterEach
  void close() throws Exception {
    locks.close();
  }

  // Who notices that a file is gone makes another one, perhaps before the folder is empty.
  private void deleteFolder() throws IOException {
    boolean left = true;
    while (left) {
      try (Stream<Path> all = Files.walk(sidecar)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
        left = false;
      } catch (DirectoryNotEmptyException e) {
        left = true;
      }
    }
  }

  private void lose(String how) throws IOException {
    switch (how) {
      case "folder deleted" -> deleteFolder();
      case "folder moved" -> Files.move(sidecar, folder.resolve("elsewhere"));
      case "file deleted" -> Files.delete(file);
      default -> {
        byte[] rubbish = new byte[LockTable.LENGTH];
        new Random(1).nextBytes(rubbish);
        Path other = folder.resolve("rubbish");
        Files.write(other, rubbish);
        Files.delete(file);
        Files.move(other, file);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"folder deleted", "folder moved", "file deleted", "file replaced"})
  void shouldTellAHolderThatTheLockIsLost(String how) throws Exception {
    DatabaseLock lock = locks.acquire("a", LockMode.EXCLUSIVE, LONG);
    lose(how);
    assertThat(lock.isValid()).isFalse();
    assertThat(locks.isCurrent("a", lock.fencingToken())).isFalse();
    Awaitility.await().until(() -> told.equals(List.of("a FILE")));
    assertThatThrownBy(lock::close)
        .satisfies(e -> assertCode(ErrorCode.LOCK_STATE, e))
        .hasMessageContaining("lost");
    try (DatabaseLock next = locks.acquire("a", LockMode.EXCLUSIVE, LONG)) {
      assertThat(next.fencingToken()).isGreaterThan(lock.fencingToken());
      assertThat(next.isValid()).isTrue();
    }
  }

  @Test
  void shouldTellTheListenerWhenNobodyAsks() throws Exception {
    DatabaseLock lock = locks.acquire("a", LockMode.EXCLUSIVE, LONG);
    deleteFolder();
    Awaitility.await().until(() -> told.equals(List.of("a FILE")));
    assertThat(lock.isValid()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"folder deleted", "file deleted", "file replaced"})
  void shouldLetWaitersTakeTheirPlaceInTheNextFile(String how) throws Exception {
    try (DatabaseLockManager other = DatabaseLockManager.open(database)) {
      DatabaseLock lock = locks.acquire("a", LockMode.EXCLUSIVE, LONG);
      CompletableFuture<DatabaseLock> waiter =
          elsewhere(() -> other.acquire("a", LockMode.EXCLUSIVE, LONG));
      Awaitility.await().until(() -> !locks.lockInfo().waiters().isEmpty());
      lose(how);
      DatabaseLock next = waiter.get();
      assertThat(next.fencingToken()).isGreaterThan(lock.fencingToken());
      assertThat(next.isValid()).isTrue();
      assertThat(lock.isValid()).isFalse();
      assertThat(locks.isCurrent("a", next.fencingToken())).isTrue();
      next.close();
    }
  }

  /** As if the clock had gone back: the token of before is far ahead of what it says. */
  @Test
  void shouldCarryTheHighestTokenThatItHasSeenIntoTheNextFile() throws Exception {
    writeCount(TOKEN_AT, Long.MAX_VALUE / 2);
    DatabaseLock lock = locks.acquire("a", LockMode.EXCLUSIVE, LONG);
    assertThat(lock.fencingToken()).isEqualTo(Long.MAX_VALUE / 2 + 1);
    deleteFolder();
    assertThat(lock.isValid()).isFalse();
    try (DatabaseLock next = locks.acquire("b", LockMode.EXCLUSIVE, LONG)) {
      assertThat(next.fencingToken()).isGreaterThan(lock.fencingToken());
    }
  }

  @Test
  void shouldBeginAFileAboveThoseOfBeforeWhenNobodyWasThere() throws Exception {
    DatabaseLock lock = locks.acquire("a", LockMode.EXCLUSIVE, LONG);
    locks.close();
    deleteFolder();
    try (DatabaseLockManager next = DatabaseLockManager.open(database)) {
      assertThat(next.acquire("a", LockMode.SHARED, LONG).fencingToken())
          .isGreaterThan(lock.fencingToken());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void shouldGoOnWithAFileThatIsFullOfRubbish(int seed) throws Exception {
    DatabaseLock lock = locks.acquire("a", LockMode.EXCLUSIVE, LONG);
    CompletableFuture<DatabaseLock> waiter =
        elsewhere(() -> locks.acquire("a", LockMode.EXCLUSIVE, LONG));
    Awaitility.await().until(() -> !locks.lockInfo().waiters().isEmpty());
    byte[] rubbish = new byte[LockTable.LENGTH];
    new Random(seed).nextBytes(rubbish);
    overwrite(0, rubbish);
    DatabaseLock next = waiter.get();
    assertThat(lock.isValid()).isFalse();
    assertThat(next.fencingToken()).isGreaterThan(lock.fencingToken());
    next.close();
    try (DatabaseLockManager other = DatabaseLockManager.open(database);
        DatabaseLock third = other.acquire("a", LockMode.EXCLUSIVE, LONG)) {
      assertThat(third.isValid()).isTrue();
      assertThat(locks.tryAcquire("a", LockMode.SHARED)).isEmpty();
    }
  }

  /** All but the entries and the section: chains, free entries, counts. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void shouldKeepLocksWhenAllButTheEntriesIsRubbish(int seed) throws Exception {
    DatabaseLock lock = locks.acquire("a", LockMode.EXCLUSIVE, LONG);
    CompletableFuture<DatabaseLock> waiter =
        elsewhere(() -> locks.acquire("a", LockMode.EXCLUSIVE, LONG));
    Awaitility.await().until(() -> !locks.lockInfo().waiters().isEmpty());
    byte[] rubbish = new byte[12_544];
    new Random(seed).nextBytes(rubbish);
    overwrite(0, rubbish);
    assertThat(lock.isValid()).isTrue();
    lock.close();
    DatabaseLock next = waiter.get();
    assertThat(next.fencingToken()).isGreaterThan(lock.fencingToken());
    next.close();
  }

  @Test
  void shouldMendZeros() throws Exception {
    DatabaseLock lock = locks.acquire("a", LockMode.EXCLUSIVE, LONG);
    overwrite(0, new byte[LockTable.LENGTH]);
    assertThat(lock.isValid()).isFalse();
    lock.close();
    try (DatabaseLock next = locks.acquire("a", LockMode.EXCLUSIVE, LONG)) {
      assertThat(next.fencingToken()).isGreaterThan(lock.fencingToken());
    }
  }

  @Test
  void shouldGiveUpAFileWhoseSectionNamesALivingProcessForGood() throws Exception {
    try (DatabaseLockManager other = DatabaseLockManager.open(database)) {
      DatabaseLock lock = locks.acquire("a", LockMode.EXCLUSIVE, LONG);
      writeLong(SECTION_AT, SectionWord.entered(7, 1));
      assertThat(locks.isCurrent("a", lock.fencingToken())).isTrue();
      assertThat(other.isCurrent("a", lock.fencingToken())).isTrue();
      lock.close();
    }
  }

  @Test
  void shouldReplaceAFileOfAnotherVersionThatNobodyUses() throws Exception {
    locks.close();
    overwrite(8, new byte[] {9, 9, 9, 9});
    try (DatabaseLockManager next = DatabaseLockManager.open(database)) {
      assertThat(next.tryAcquire("a", LockMode.EXCLUSIVE)).isPresent();
    }
  }

  @Test
  void shouldNotTouchAFileOfAnotherVersionThatIsUsed() throws Exception {
    overwrite(8, new byte[] {9, 9, 9, 9});
    assertThatThrownBy(() -> DatabaseLockManager.open(database))
        .satisfies(e -> assertCode(ErrorCode.MISMATCH, e))
        .hasMessageContaining("version");
  }

  @Test
  void shouldReplaceAFileOfAnotherLength() throws Exception {
    locks.close();
    Files.write(file, new byte[] {1, 2, 3});
    try (DatabaseLockManager next = DatabaseLockManager.open(database)) {
      assertThat(next.tryAcquire("a", LockMode.EXCLUSIVE)).isPresent();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {TOKEN_AT, TICKET_AT})
  void shouldSayWhenNumbersAreUsedUp(int at) throws Exception {
    writeCount(at, Long.MAX_VALUE - 1);
    locks.acquire("a", LockMode.EXCLUSIVE, LONG).close();
    assertThatThrownBy(() -> locks.acquire("a", LockMode.EXCLUSIVE, LONG))
        .satisfies(e -> assertCode(ErrorCode.TOO_MANY_LOCKS, e))
        .hasMessageContaining("used up");
  }

  private void writeCount(int at, long value) throws IOException {
    writeLong(at, value);
    writeLong(at + Long.BYTES, ~value);
  }

  private void writeLong(int at, long value) throws IOException {
    overwrite(
        at, ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(value).array());
  }

  // The file of locks has no kernel lock of its own, so that its channel may be closed.
  private void overwrite(int at, byte[] content) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(content), at);
    }
  }

  @Test
  void shouldHaveTheLengthThatIsDrawn() throws Exception {
    try (RandomAccessFile length = new RandomAccessFile(file.toFile(), "r")) {
      assertThat(length.length()).isEqualTo(1_061_120);
    }
  }
}
