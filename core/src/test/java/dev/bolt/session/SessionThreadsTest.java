package dev.bolt.session;

import static dev.bolt.database.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bolt.ErrorCode;
import dev.bolt.database.DatabaseConfig;
import dev.bolt.database.Row;
import dev.bolt.database.Transaction;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SessionThreadsTest extends SessionTest {
  private static final int THREADS = 8;
  private static final int EACH = 20;

  @Override
  SessionConfig config() {
    return super.config()
        .withDatabase(
            DatabaseConfig.defaults()
                .withEngine(engine)
                .withConnectionTimeout(Duration.ofMillis(250)));
  }

  /** Runs something in many threads at once, to its end. */
  private static void inThreads(Callable<?> work) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    CyclicBarrier start = new CyclicBarrier(THREADS);
    List<Future<?>> running = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      running.add(
          executor.submit(
              () -> {
                start.await();
                return work.call();
              }));
    }
    for (Future<?> each : running) {
      each.get();
    }
    executor.shutdown();
  }

  @Test
  void shouldLetThreadsTakeTurns() throws Exception {
    session.execute("CREATE TEMP TABLE counter AS SELECT 0 AS n");
    try (SessionManager patient = SessionManager.open(file(), super.config());
        DatabaseSession shared = patient.open("shared")) {
      shared.execute("CREATE TEMP TABLE counter AS SELECT 0 AS n");
      inThreads(
          () -> {
            for (int i = 0; i < EACH; i++) {
              shared.transaction(SessionThreadsTest::countUp);
              shared.execute("UPDATE counter SET n = n + 1");
            }
            return null;
          });
      assertThat(shared.query("SELECT n FROM counter").get(0).getInt(0))
          .isEqualTo(2 * THREADS * EACH);
      assertThat(patient.stats().transactions()).isEqualTo(THREADS * EACH);
      assertThat(patient.stats().rollbacks()).isZero();
    }
    assertThat(session.query("SELECT n FROM counter").get(0).getInt(0)).isZero();
  }

  private static int countUp(Transaction tx) throws SQLException {
    int before = tx.queryOne("SELECT n FROM counter").orElseThrow().getInt(0);
    return tx.execute("UPDATE counter SET n = ?", before + 1);
  }

  @Test
  void shouldSayWhoHasTheSession() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    CompletableFuture<Integer> work =
        session.transactionAsync(
            tx -> {
              inside.countDown();
              released.await();
              return 1;
            });
    inside.await();
    assertThat(assertFails(ErrorCode.POOL_EXHAUSTED, () -> session.query("SELECT 1")))
        .startsWith("Other threads have used session 'first' for 0.25 s")
        .contains("Thread bolt-async-");
    released.countDown();
    work.get();
    assertThat(count(session)).isZero();
  }

  @Test
  void shouldEndTheWaitOfAnInterruptedThread() throws Exception {
    AtomicReference<SQLException> failure = new AtomicReference<>();
    AtomicReference<Boolean> flag = new AtomicReference<>();
    Thread waiting =
        new Thread(
            () -> {
              Thread.currentThread().interrupt();
              try {
                session.query("SELECT 1");
              } catch (SQLException e) {
                failure.set(e);
              }
              flag.set(Thread.currentThread().isInterrupted());
            });
    session.transaction(
        tx -> {
          waiting.start();
          waiting.join();
          return 1;
        });
    assertThat(ErrorCode.of(failure.get())).contains(ErrorCode.INTERRUPTED);
    assertThat(flag).hasValue(true);
    assertThat(count(session)).isZero();
  }

  @Test
  void shouldRunAsynchronousCallsInOrder() throws Exception {
    session.execute("INSERT INTO notes VALUES (1, '')");
    List<CompletableFuture<Integer>> calls =
        IntStream.range(0, 50)
            .mapToObj(i -> session.executeAsync("UPDATE notes SET body = body || ?", " " + i))
            .toList();
    for (CompletableFuture<Integer> call : calls) {
      assertThat(call.get(20, TimeUnit.SECONDS)).isEqualTo(1);
    }
    String inOrder = IntStream.range(0, 50).mapToObj(i -> " " + i).collect(Collectors.joining());
    assertThat(session.queryAsync("SELECT body FROM notes", row -> row.getString(0)).get())
        .containsExactly(inOrder);
  }

  @Test
  void shouldDoAllAsync() throws Exception {
    assertThat(session.executeAsync("INSERT INTO notes VALUES (1, 'a')").get()).isEqualTo(1);
    List<Object[]> rows = new ArrayList<>();
    rows.add(new Object[] {2, "b"});
    assertThat(session.batchAsync("INSERT INTO notes VALUES (?, ?)", rows).get()).hasSize(1);
    assertThat(session.queryAsync("SELECT * FROM notes WHERE id > ?", 1).get()).hasSize(1);
    assertThat(session.transactionAsync(tx -> tx.execute("DELETE FROM notes")).get()).isEqualTo(2);
  }

  @Test
  void shouldRefuseWhenTooManyWait() throws Exception {
    DatabaseConfig narrow = DatabaseConfig.defaults().withEngine(engine).withAsyncQueue(2);
    try (SessionManager few = SessionManager.open(file(), config().withDatabase(narrow));
        DatabaseSession busy = few.open("busy")) {
      CountDownLatch inside = new CountDownLatch(1);
      CountDownLatch released = new CountDownLatch(1);
      CompletableFuture<Integer> first =
          busy.transactionAsync(
              tx -> {
                inside.countDown();
                released.await();
                return 1;
              });
      inside.await();
      List<CompletableFuture<List<Row>>> waiting =
          List.of(busy.queryAsync("SELECT 1"), busy.queryAsync("SELECT 1"));
      assertThat(busy.queryAsync("SELECT 1")).isCompletedExceptionally();
      assertThat(few.open("free").queryAsync("SELECT 1")).succeedsWithin(20, TimeUnit.SECONDS);
      released.countDown();
      first.get();
      for (CompletableFuture<List<Row>> each : waiting) {
        assertThat(each.get(20, TimeUnit.SECONDS)).hasSize(1);
      }
    }
  }

  @Test
  void shouldEndAllCallsWhenItIsClosedUnderThem() throws Exception {
    ExecutorService closer = Executors.newSingleThreadExecutor();
    CountDownLatch running = new CountDownLatch(THREADS);
    Future<?> closing =
        closer.submit(
            () -> {
              running.await();
              sessions.cleanupAllSessions();
              return null;
            });
    inThreads(
        () -> {
          running.countDown();
          SQLException last = useUntilItFails();
          assertThat(ErrorCode.of(last)).contains(ErrorCode.CLOSED);
          return null;
        });
    closing.get();
    closer.shutdown();
    await().until(() -> sessions.stats().database().pool().active() == 0);
    assertThat(count(sessions.open("first"))).isZero();
  }

  private SQLException useUntilItFails() {
    while (true) {
      try {
        session.query("SELECT 1");
        session.transaction(tx -> tx.execute("DELETE FROM notes"));
        try (Stream<Row> rows = session.queryStream("SELECT 1")) {
          assertThat(rows.iterator().hasNext()).isTrue();
        } catch (dev.bolt.database.UncheckedSqlException e) {
          return e.getCause();
        }
      } catch (SQLException e) {
        if (!ErrorCode.POOL_EXHAUSTED.is(e)) {
          return e;
        }
      }
    }
  }

  @Test
  void shouldOpenAndExpireUnderManyThreads() throws Exception {
    session.close();
    SessionConfig hasty = super.config().withSessionTimeout(Duration.ofMillis(1));
    try (SessionManager shared = SessionManager.open(file(), hasty)) {
      inThreads(
          () -> {
            for (int i = 0; i < EACH; i++) {
              openAndUse(shared, "s" + i % 3);
            }
            return null;
          });
      await().until(() -> shared.stats().active() == 0);
      assertThat(shared.stats().database().pool().active()).isZero();
    }
  }

  private static void openAndUse(SessionManager manager, String name) throws SQLException {
    try {
      DatabaseSession opened = manager.open(name);
      opened.query("SELECT 1");
      opened.transaction(tx -> count(tx));
    } catch (SQLException e) {
      assertThat(ErrorCode.of(e).orElseThrow())
          .isIn(ErrorCode.DUPLICATE_OBJECT, ErrorCode.SESSION_EXPIRED);
    }
  }
}
