package dev.bolt.database;

import static dev.bolt.database.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bolt.ErrorCode;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DatabaseTransactionTest extends DatabaseTest {

  @Override
  DatabaseConfig config() {
    return super.config().withRetryAttempts(100).withRetryDelay(Duration.ofMillis(20));
  }

  private int insert(SqlOperations on, int id) throws SQLException {
    return on.execute("INSERT INTO notes VALUES (?, ?)", id, "x");
  }

  @Test
  void shouldCommitWhatReturns() throws SQLException {
    String result =
        db.transaction(
            tx -> {
              insert(tx, 1);
              tx.batch("INSERT INTO notes VALUES (?, 'y')", List.<Object[]>of(new Object[] {2}));
              assertThat(tx.query("SELECT * FROM notes")).hasSize(2);
              try (Stream<Long> ids =
                  tx.queryStream("SELECT id FROM notes ORDER BY id", row -> row.getLong(0))) {
                assertThat(ids).containsExactly(1L, 2L);
              }
              return "done";
            });
    assertThat(result).isEqualTo("done");
    assertThat(count()).isEqualTo(2);
  }

  @Test
  void shouldRollBackWhatThrowsAndPassItOn() throws SQLException {
    IOException checked = new IOException("x");
    assertThatThrownBy(
            () ->
                db.transaction(
                    tx -> {
                      insert(tx, 1);
                      throw checked;
                    }))
        .isSameAs(checked);
    RuntimeException unchecked = new IllegalStateException("x");
    assertThatThrownBy(
            () ->
                db.transaction(
                    tx -> {
                      insert(tx, 2);
                      throw unchecked;
                    }))
        .isSameAs(unchecked);
    Error error = new AssertionError("x");
    assertThatThrownBy(
            () ->
                db.transaction(
                    tx -> {
                      insert(tx, 3);
                      throw error;
                    }))
        .isSameAs(error);
    assertThat(count()).isZero();
    assertThat(db.stats().transactions().count()).isZero();
    assertThat(db.stats().pool().active()).isZero();
  }

  @Test
  void shouldRollBackAfterAnErrorOfTheDatabase() throws SQLException {
    assertFails(
        ErrorCode.UNIQUE_VIOLATION,
        () ->
            db.transaction(
                tx -> {
                  insert(tx, 1);
                  return insert(tx, 1);
                }));
    assertThat(count()).isZero();
    assertThat(db.stats().errors()).containsOnlyKeys("23505");
    assertThat(db.stats().retries()).isZero();
  }

  @Test
  void shouldRefuseOneInAnother() throws SQLException {
    String message =
        assertFails(
            ErrorCode.TRANSACTION_STATE, () -> db.transaction(tx -> db.transaction(in -> 1)));
    assertThat(message).contains("A transaction inside of a transaction of this thread");
    assertFails(ErrorCode.TRANSACTION_STATE, () -> db.transaction(tx -> insert(db, 1)));
    assertFails(
        ErrorCode.TRANSACTION_STATE, () -> db.transaction(tx -> db.query("SELECT * FROM notes")));
    assertFails(
        ErrorCode.TRANSACTION_STATE, () -> db.transaction(tx -> db.queryStream("SELECT 1")));
    assertThat(count()).isZero();
    assertThat(db.<Integer, RuntimeException>transaction(tx -> insert(tx, 1))).isEqualTo(1);
  }

  @Test
  void shouldRefuseToBeEndedBySql() throws SQLException {
    for (String sql : List.of("BEGIN", "COMMIT", "ROLLBACK", "SELECT 1; COMMIT")) {
      assertThat(assertFails(ErrorCode.TRANSACTION_STATE, () -> db.execute(sql)))
          .contains("transaction(tx ->");
      assertFails(ErrorCode.TRANSACTION_STATE, () -> db.transaction(tx -> tx.execute(sql)));
    }
    assertFails(ErrorCode.TRANSACTION_STATE, () -> db.execute("SAVEPOINT a"));
  }

  @Test
  void shouldBeOverAfterItsWork() throws SQLException {
    AtomicReference<Transaction> kept = new AtomicReference<>();
    AtomicReference<Stream<Row>> stream = new AtomicReference<>();
    db.transaction(
        tx -> {
          insert(tx, 1);
          kept.set(tx);
          stream.set(tx.queryStream("SELECT * FROM notes"));
          return null;
        });
    assertThat(assertFails(ErrorCode.CLOSED, () -> insert(kept.get(), 2)))
        .contains("The transaction is over");
    assertThatThrownBy(() -> stream.get().toList())
        .isInstanceOf(UncheckedSqlException.class)
        .satisfies(
            e -> assertThat(ErrorCode.CLOSED.is(((UncheckedSqlException) e).getCause())).isTrue());
    stream.get().close();
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void shouldRunAgainAfterAConflict() throws Exception {
    insert(db, 1);
    AtomicInteger runs = new AtomicInteger();
    int changed =
        db.transaction(
            tx -> {
              tx.query("SELECT body FROM notes");
              if (runs.getAndIncrement() == 0) {
                elsewhere(() -> db.execute("UPDATE notes SET body = 'other'"));
              }
              return tx.execute("UPDATE notes SET body = body || '!'");
            });
    assertThat(changed).isEqualTo(1);
    assertThat(runs).hasValue(2);
    assertThat(db.query("SELECT body FROM notes")).hasToString("[{body=other!}]");
    assertThat(db.stats().retries()).isEqualTo(1);
    assertThat(db.stats().errors()).isEqualTo(Map.of("40001", 1L));
  }

  @Test
  void shouldNotRunAgainWhatItsWorkHasMadeAnotherErrorOf() throws Exception {
    insert(db, 1);
    AtomicInteger runs = new AtomicInteger();
    assertThatThrownBy(
            () ->
                db.transaction(
                    tx -> {
                      tx.query("SELECT body FROM notes");
                      runs.incrementAndGet();
                      elsewhere(() -> db.execute("UPDATE notes SET body = 'other'"));
                      try {
                        return tx.execute("UPDATE notes SET body = body || '!'");
                      } catch (SQLException e) {
                        throw new IllegalStateException("mine", e);
                      }
                    }))
        .hasMessage("mine");
    assertThat(runs).hasValue(1);
  }

  @Test
  void shouldGiveUpAfterItsRetries() throws Exception {
    insert(db, 1);
    try (ConcurrentDatabase once = open(config().withRetryAttempts(1))) {
      AtomicInteger runs = new AtomicInteger();
      assertFails(
          ErrorCode.SERIALIZATION_FAILURE,
          () ->
              once.transaction(
                  tx -> {
                    tx.query("SELECT body FROM notes");
                    runs.incrementAndGet();
                    elsewhere(() -> db.execute("UPDATE notes SET body = body || '?'"));
                    return tx.execute("UPDATE notes SET body = body || '!'");
                  }));
      assertThat(runs).hasValue(2);
      assertThat(once.stats().retries()).isEqualTo(1);
    }
  }

  @Test
  void shouldLoseNoUpdateOfManyThreads() throws Exception {
    db.execute("INSERT INTO notes VALUES (1, '0')");
    int threads = 4;
    int each = 10;
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    CyclicBarrier start = new CyclicBarrier(threads);
    List<Future<?>> running = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      running.add(
          executor.submit(
              () -> {
                start.await();
                for (int i = 0; i < each; i++) {
                  db.transaction(this::countUp);
                }
                return null;
              }));
    }
    for (Future<?> thread : running) {
      thread.get();
    }
    executor.shutdown();
    assertThat(db.query("SELECT body FROM notes").get(0).getInt(0)).isEqualTo(threads * each);
    assertThat(db.stats().transactions().count()).isEqualTo(threads * each);
  }

  private int countUp(Transaction tx) throws SQLException {
    int before = tx.queryOne("SELECT body FROM notes").orElseThrow().getInt(0);
    return tx.execute("UPDATE notes SET body = ?", Integer.toString(before + 1));
  }

  /** Runs something on another thread, to its end. */
  private static void elsewhere(Callable<?> work) {
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      other.submit(work).get();
    } catch (Exception e) {
      throw new AssertionError(e);
    } finally {
      other.shutdown();
    }
  }

  @Test
  void shouldRollBackACancelledOne() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    var future =
        db.transactionAsync(
            tx -> {
              insert(tx, 1);
              inside.countDown();
              return tx.query(endlessQuery());
            });
    inside.await();
    future.cancel(true);
    await().until(() -> db.stats().pool().active() == 0);
    assertThat(count()).isZero();
    assertThat(db.stats().errors()).containsOnlyKeys("57014");
  }

  @Test
  void shouldNotCommitWhatWasCancelledBetweenStatements() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    var future =
        db.transactionAsync(
            tx -> {
              insert(tx, 1);
              inside.countDown();
              cancelled.await();
              return 1;
            });
    inside.await();
    future.cancel(true);
    cancelled.countDown();
    await().until(() -> db.stats().pool().active() == 0);
    assertThat(count()).isZero();
  }
}
