package dev.bolt.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SharedSyncTest {

  private static final int MANY = 16;

  @TempDir Path folder;
  private final HeldWal wal = new HeldWal();
  private SharedSync sync;

  @BeforeEach
  void open() throws Exception {
    sync = SharedSync.open(folder, wal);
  }

  @AfterEach
  void close() throws Exception {
    wal.allow(1_000_000);
    sync.close();
  }

  private CompletableFuture<Void> commit() {
    CompletableFuture<Void> end = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                sync.await();
                end.complete(null);
              } catch (SyncFailedException e) {
                end.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return end;
  }

  @Test
  void shouldWaitForASyncThatBeganAfterTheCommit() throws Exception {
    CompletableFuture<Void> first = commit();
    wal.awaitBegin();
    CompletableFuture<Void> meanwhile = commit();
    awaitRequests(2);
    wal.allow(1);
    first.get();
    wal.awaitBegin();
    assertThat(meanwhile).isNotDone();
    wal.allow(1);
    meanwhile.get();
  }

  @Test
  void shouldSyncOnceForAllWhoWait() throws Exception {
    CompletableFuture<Void> first = commit();
    wal.awaitBegin();
    List<CompletableFuture<Void>> others = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      others.add(commit());
    }
    awaitRequests(1 + MANY);
    wal.allow(2);
    first.get();
    for (CompletableFuture<Void> other : others) {
      other.get();
    }
    assertThat(wal.syncs()).isEqualTo(2);
  }

  @Test
  void shouldFailAllWhoWaitForASyncThatFailsAndNotTryAgain() throws Exception {
    CompletableFuture<Void> first = commit();
    wal.awaitBegin();
    CompletableFuture<Void> meanwhile = commit();
    awaitRequests(2);
    wal.breakDown();
    wal.allow(1);
    for (CompletableFuture<Void> each : List.of(first, meanwhile, commit())) {
      assertThatThrownBy(each::join)
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(SyncFailedException.class);
    }
    assertThat(sync.isUsable()).isFalse();
    assertThat(wal.syncs()).isLessThanOrEqualTo(2);
  }

  @Test
  void shouldWaitOnWhenInterruptedAndKeepTheInterrupt() throws Exception {
    AtomicBoolean interrupted = new AtomicBoolean();
    Thread thread =
        new Thread(
            () -> {
              try {
                sync.await();
                interrupted.set(Thread.currentThread().isInterrupted());
              } catch (SyncFailedException e) {
                throw new IllegalStateException(e);
              }
            });
    thread.start();
    wal.awaitBegin();
    thread.interrupt();
    CompletableFuture<Void> other = commit();
    awaitRequests(2);
    assertThat(thread.isAlive()).isTrue();
    wal.allow(2);
    other.get();
    thread.join();
    assertThat(interrupted).isTrue();
  }

  @Test
  void shouldGoOnWithItsOwnCountersWhenTheFileIsOverwritten() throws Exception {
    CompletableFuture<Void> first = commit();
    wal.awaitBegin();
    byte[] rubbish = new byte[SyncFile.LENGTH];
    Arrays.fill(rubbish, (byte) 0x7F);
    new CountersOnDisk(folder).overwrite(rubbish);
    CompletableFuture<Void> second = commit();
    wal.allow(1);
    wal.awaitBegin();
    assertThat(first).isNotDone();
    assertThat(second).isNotDone();
    wal.allow(2);
    first.get();
    second.get();
  }

  @Test
  void shouldBeginAnewWhenNobodyHasTheFile() throws Exception {
    wal.allow(1_000_000);
    commit().get();
    sync.close();
    byte[] left = Files.readAllBytes(folder.resolve("sync"));
    sync = SharedSync.open(folder, wal);
    assertThat(Files.readAllBytes(folder.resolve("sync"))).isNotEqualTo(left);
    commit().get();
  }

  // A ticket is drawn by the thread that commits, before it waits.
  private void awaitRequests(long count) {
    await().until(() -> new CountersOnDisk(folder).requests() == count);
  }
}
