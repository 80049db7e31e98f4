package dev.bolt.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bolt.testing.ChildJvm;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A leader in another process who ends his sync, fails, is killed, or is stopped. */
@Timeout(30)
class SharedSyncProcessTest {

  @TempDir Path folder;
  private final HeldWal wal = new HeldWal();
  private SharedSync sync;
  private ChildJvm leader;

  @BeforeEach
  void open() throws Exception {
    leader = SyncChild.start(folder);
    assertThat(leader.hear()).isEqualTo("syncs");
    sync = SharedSync.open(folder, wal);
  }

  @AfterEach
  void close() throws Exception {
    wal.allow(1_000_000);
    leader.kill();
    sync.close();
  }

  private CompletableFuture<Void> commit() {
    return CompletableFuture.runAsync(
        () -> {
          try {
            sync.await();
          } catch (SyncFailedException e) {
            throw new CompletionException(e);
          }
        },
        task -> {
          Thread thread = new Thread(task);
          thread.setDaemon(true);
          thread.start();
        });
  }

  @Test
  void shouldBeCoveredByTheSyncOfAnother() throws Exception {
    CountersOnDisk counters = new CountersOnDisk(folder);
    counters.pretendSlowDisk();
    CompletableFuture<Void> commit = commit();
    await().until(() -> counters.requests() == 2);
    leader.say("end");
    assertThat(leader.hear()).isEqualTo("durable");
    commit.get();
    assertThat(wal.syncs()).isZero();
  }

  @Test
  void shouldFailWithTheSyncOfAnother() throws Exception {
    CompletableFuture<Void> commit = commit();
    leader.say("break");
    assertThat(leader.hear()).isEqualTo("unknown");
    wal.allow(1_000_000);
    assertThatThrownBy(commit::join).hasCauseInstanceOf(SyncFailedException.class);
    assertThat(sync.isUsable()).isFalse();
  }

  @Test
  void shouldSyncByItselfWhenTheLeaderIsKilled() throws Exception {
    leader.kill();
    CompletableFuture<Void> commit = commit();
    wal.awaitBegin();
    assertThat(commit).isNotDone();
    wal.allow(1_000_000);
    commit.get();
  }

  @Test
  void shouldSyncByItselfWhenTheLeaderIsStopped() throws Exception {
    leader.stop();
    CompletableFuture<Void> commit = commit();
    wal.awaitBegin();
    assertThat(commit).isNotDone();
    wal.allow(1_000_000);
    commit.get();
    leader.signal("CONT");
    leader.say("end");
    assertThat(leader.hear()).isEqualTo("durable");
    commit().get();
  }
}
