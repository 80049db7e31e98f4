package dev.bolt.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bolt.ErrorCode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class DatabaseAsyncTest extends DatabaseTest {

  @Test
  void shouldDoAllAsync() throws Exception {
    assertThat(db.executeAsync("INSERT INTO notes VALUES (?, ?)", 1, "a").get()).isEqualTo(1);
    List<Object[]> rows = new ArrayList<>();
    rows.add(new Object[] {2, "b"});
    rows.add(new Object[] {3, "c"});
    assertThat(db.batchAsync("INSERT INTO notes VALUES (?, ?)", rows).get()).hasSize(2);
    assertThat(db.queryAsync("SELECT * FROM notes WHERE id > ?", 1).get()).hasSize(2);
    assertThat(db.queryAsync("SELECT id FROM notes WHERE id = 1", r -> r.getLong(0)).get())
        .containsExactly(1L);
    assertThat(db.transactionAsync(tx -> tx.execute("DELETE FROM notes")).get()).isEqualTo(3);
    assertThat(db.executeAsync("SELECT 1"))
        .failsWithin(10, TimeUnit.SECONDS)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(SQLException.class);
  }

  @Test
  void shouldRunOnNamedDaemons() throws Exception {
    Thread thread = db.transactionAsync(tx -> Thread.currentThread()).get();
    assertThat(thread.getName()).startsWith("bolt-async-");
    assertThat(thread.isDaemon()).isTrue();
  }

  @Test
  void shouldCancelTheStatement() {
    CompletableFuture<?> future = db.queryAsync(endlessQuery());
    await().until(() -> db.stats().pool().active() == 1);
    assertThat(future.cancel(true)).isTrue();
    assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
    await().until(() -> db.stats().pool().active() == 0);
    assertThat(db.stats().errors()).containsOnlyKeys("57014");
  }

  @Test
  void shouldCancelWheneverThatIs() {
    // Before, in the middle of and after its begin: none may run on.
    for (int i = 0; i < 100; i++) {
      CompletableFuture<?> future = db.queryAsync(endlessQuery());
      for (int spin = 0; spin < i * 100; spin++) {
        Thread.onSpinWait();
      }
      future.cancel(false);
    }
    await().until(() -> db.stats().pool().active() == 0);
    assertThat(db.queryAsync("SELECT 1")).succeedsWithin(20, TimeUnit.SECONDS);
  }

  @Test
  void shouldEndTheStatementOfAFutureThatTimesOut() {
    CompletableFuture<?> future =
        db.queryAsync(endlessQuery()).orTimeout(50, TimeUnit.MILLISECONDS);
    assertThatThrownBy(future::get).hasCauseInstanceOf(TimeoutException.class);
    await().until(() -> db.stats().pool().active() == 0);
  }

  @Test
  void shouldRefuseWhenTooManyWait() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (ConcurrentDatabase narrow = open(config().withMaxConnections(1).withAsyncQueue(2))) {
      CompletableFuture<?> first =
          narrow.transactionAsync(
              tx -> {
                release.await();
                return 1;
              });
      await().until(() -> narrow.stats().pool().active() == 1);
      CompletableFuture<?> second = narrow.queryAsync("SELECT 1");
      CompletableFuture<?> third = narrow.queryAsync("SELECT 1");
      assertThat(narrow.queryAsync("SELECT 1"))
          .isCompletedExceptionally()
          .failsWithin(0, TimeUnit.SECONDS)
          .withThrowableOfType(ExecutionException.class)
          .havingCause()
          .satisfies(
              e -> assertThat(ErrorCode.of((SQLException) e)).contains(ErrorCode.POOL_EXHAUSTED))
          .withMessageContaining("2 asynchronous calls")
          .withMessageContaining("raise asyncQueue");
      release.countDown();
      first.get();
      second.get();
      third.get();
    }
  }

  @Test
  void shouldRefuseAfterClose() {
    db.close();
    assertThat(db.queryAsync("SELECT 1"))
        .failsWithin(10, TimeUnit.SECONDS)
        .withThrowableOfType(ExecutionException.class)
        .withMessageContaining("is closed");
  }
}
