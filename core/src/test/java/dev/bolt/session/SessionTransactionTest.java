package dev.bolt.session;

import static dev.bolt.database.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bolt.EngineKind;
import dev.bolt.ErrorCode;
import dev.bolt.database.Transaction;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionTransactionTest extends SessionTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private DatabaseSession other;

  @BeforeEach
  void openOther() throws SQLException {
    other = sessions.open("other");
  }

  @Test
  void shouldCommitWhenTheWorkReturns() throws SQLException {
    assertThat(session.<Integer, RuntimeException>transaction(tx -> insert(tx, 1))).isEqualTo(1);
    assertThat(count(other)).isEqualTo(1);
  }

  @Test
  void shouldRollBackAndPassOnWhatTheWorkThrows() throws SQLException {
    for (Throwable mine : new Throwable[] {new IllegalStateException("x"), new Error("x")}) {
      assertThatThrownBy(() -> session.transaction(tx -> failAfterInsert(tx, mine))).isSameAs(mine);
    }
    assertThat(count(other)).isZero();
    assertThat(sessions.stats().rollbacks()).isEqualTo(2);
    assertThat(sessions.stats().transactions()).isZero();
    insert(session, 1);
  }

  private static int failAfterInsert(Transaction tx, Throwable mine) throws SQLException {
    insert(tx, 1);
    if (mine instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) mine;
  }

  @Test
  void shouldRefuseOneInAnotherOfTheSession() throws SQLException {
    assertFails(
        ErrorCode.TRANSACTION_STATE,
        () -> session.transaction(tx -> session.transaction(inner -> 1)));
    assertFails(ErrorCode.TRANSACTION_STATE, () -> session.transaction(tx -> insert(session, 1)));
    assertFails(
        ErrorCode.TRANSACTION_STATE,
        () -> session.transaction(tx -> session.queryStream("SELECT 1")));
    insert(other, 1);
    assertFails(
        ErrorCode.TRANSACTION_STATE,
        () -> session.query("SELECT id FROM notes", row -> insert(session, 2)));
    assertThat(session.<Long, RuntimeException>transaction(tx -> count(other))).isEqualTo(1);
    assertFails(ErrorCode.TRANSACTION_STATE, () -> session.execute("BEGIN"));
    assertFails(ErrorCode.TRANSACTION_STATE, () -> session.transaction(tx -> tx.execute("COMMIT")));
  }

  @Test
  void shouldRunAgainAfterAConflict() throws SQLException {
    insert(session, 1);
    AtomicInteger runs = new AtomicInteger();
    int changed =
        session.transaction(
            tx -> {
              tx.query("SELECT body FROM notes");
              if (runs.getAndIncrement() == 0) {
                other.execute("UPDATE notes SET body = 'other'");
              }
              return tx.execute("UPDATE notes SET body = body || '!'");
            });
    assertThat(changed).isEqualTo(1);
    assertThat(runs).hasValue(2);
    assertThat(session.query("SELECT body FROM notes")).hasToString("[{body=other!}]");
    assertThat(sessions.stats().transactions()).isEqualTo(1);
    assertThat(sessions.stats().rollbacks()).isEqualTo(1);
    assertThat(sessions.stats().database().retries()).isEqualTo(1);
  }

  @Test
  void shouldCancelTheStatementOfOneThatTakesTooLong() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CompletableFuture<?> work =
        session.transactionAsync(
            tx -> {
              insert(tx, 1);
              inside.countDown();
              return tx.query(endlessQuery());
            });
    inside.await();
    passTheLimit();
    assertTooLong(work);
    assertThat(count(other)).isZero();
    assertThat(count(session)).isZero();
    assertThat(sessions.stats().timeouts()).isEqualTo(1);
    assertThat(sessions.stats().rollbacks()).isEqualTo(1);
    assertThat(sessions.stats().database().errors()).containsKey("25P04");
  }

  private void passTheLimit() {
    pass(LIMIT.minusNanos(1));
    sessions.look();
    assertThat(sessions.stats().timeouts()).isZero();
    pass(Duration.ofNanos(1));
    sessions.look();
    sessions.look();
  }

  private static void assertTooLong(CompletableFuture<?> work) {
    assertThat(work)
        .failsWithin(20, TimeUnit.SECONDS)
        .withThrowableOfType(ExecutionException.class)
        .havingCause()
        .satisfies(
            e -> assertThat(ErrorCode.of((SQLException) e)).contains(ErrorCode.TRANSACTION_TIMEOUT))
        .withMessage(
            "What session 'first' was doing took longer than 30s, and was rolled back. Make it"
                + " shorter, or raise maxTransactionTime");
  }

  @Test
  void shouldRollBackAtOnceWhileTheWorkDoesSomethingElse() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    CompletableFuture<?> work =
        session.transactionAsync(
            tx -> {
              insert(tx, 1);
              inside.countDown();
              released.await();
              return 1;
            });
    inside.await();
    passTheLimit();
    // The work has not noticed, but stands in nobody's way any more.
    assertThat(insert(other, 1)).isEqualTo(1);
    released.countDown();
    assertTooLong(work);
    assertThat(count(other)).isEqualTo(1);
    assertThat(insert(session, 2)).isEqualTo(1);
  }

  @Test
  void shouldTellByTheNextStatement() throws Exception {
    AtomicInteger told = new AtomicInteger();
    assertFails(
        ErrorCode.TRANSACTION_TIMEOUT,
        () ->
            session.transaction(
                tx -> {
                  insert(tx, 1);
                  passTheLimit();
                  for (int i = 0; i < 3; i++) {
                    assertFails(ErrorCode.TRANSACTION_TIMEOUT, () -> insert(tx, 2));
                    assertFails(ErrorCode.TRANSACTION_TIMEOUT, () -> tx.queryStream("SELECT 1"));
                    told.incrementAndGet();
                  }
                  return told.get();
                }));
    assertThat(told).hasValue(3);
    assertThat(count(session)).isZero();
    assertThat(sessions.stats().database().retries()).isZero();
  }

  @Test
  void shouldCancelACallThatTakesTooLong() {
    CompletableFuture<?> work = session.queryAsync(endlessQuery());
    await().until(() -> session.info().transaction().isPresent());
    passTheLimit();
    assertTooLong(work);
    assertThat(session.queryAsync("SELECT 1")).succeedsWithin(20, TimeUnit.SECONDS);
  }

  @Test
  void shouldCancelTheWaitForTheWriteLock() throws Exception {
    if (engine == EngineKind.SQLITE) {
      other.transaction(
          tx -> {
            insert(tx, 1);
            CompletableFuture<?> work = session.executeAsync("INSERT INTO notes VALUES (2, 'x')");
            await().until(() -> session.info().transaction().isPresent());
            pass(LIMIT.minusSeconds(1));
            session.look();
            pass(Duration.ofSeconds(1));
            session.look();
            assertTooLong(work);
            return 1;
          });
      assertThat(count(session)).isEqualTo(1);
    }
  }

  @Test
  void shouldNotLimitACommittedOne() throws SQLException {
    session.transaction(tx -> insert(tx, 1));
    passTheLimit();
    assertThat(sessions.stats().timeouts()).isZero();
    session.transaction(
        tx -> {
          pass(LIMIT.minusSeconds(1));
          sessions.look();
          return insert(tx, 2);
        });
    assertThat(count(other)).isEqualTo(2);
  }

  @Test
  void shouldRollBackWhenItsOwnWorkClosesTheSession() throws SQLException {
    assertFails(
        ErrorCode.CLOSED,
        () ->
            session.transaction(
                tx -> {
                  insert(tx, 1);
                  session.close();
                  assertFails(ErrorCode.CLOSED, () -> insert(tx, 2));
                  return 1;
                }));
    assertThat(count(other)).isZero();
    assertThat(sessions.stats().database().pool().active()).isEqualTo(1);
    assertThat(sessions.stats().active()).isEqualTo(1);
  }

  @Test
  void shouldLetATransactionEndWhenTheSessionIsClosed() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch closing = new CountDownLatch(1);
    CompletableFuture<Integer> work =
        session.transactionAsync(
            tx -> {
              inside.countDown();
              closing.await();
              return insert(tx, 1);
            });
    inside.await();
    CompletableFuture<Void> close = CompletableFuture.runAsync(session::close);
    await().until(() -> !session.isOpen());
    assertFails(ErrorCode.CLOSED, () -> session.query("SELECT 1"));
    closing.countDown();
    assertThat(work.get()).isEqualTo(1);
    close.get();
    assertThat(count(other)).isEqualTo(1);
    assertThat(sessions.stats().database().pool().active()).isEqualTo(1);
  }

  @Test
  void shouldCancelWhatIsUnderWayWhenAllAreCleanedUp() throws Exception {
    CountDownLatch inside = new CountDownLatch(2);
    CompletableFuture<?> running =
        session.transactionAsync(
            tx -> {
              inside.countDown();
              return tx.query(endlessQuery());
            });
    CountDownLatch released = new CountDownLatch(1);
    CompletableFuture<?> absent =
        other.transactionAsync(
            tx -> {
              insert(tx, 1);
              inside.countDown();
              released.await();
              return 1;
            });
    inside.await();
    assertThat(sessions.cleanupAllSessions()).isEqualTo(2);
    assertThat(sessions.stats().active()).isZero();
    try (DatabaseSession next = sessions.open("first")) {
      assertThat(insert(next, 1)).isEqualTo(1);
    }
    released.countDown();
    for (CompletableFuture<?> each : new CompletableFuture<?>[] {running, absent}) {
      assertThat(each)
          .failsWithin(20, TimeUnit.SECONDS)
          .withThrowableOfType(ExecutionException.class)
          .withMessageContaining("was closed by cleanupAllSessions()");
    }
    await().until(() -> sessions.stats().database().pool().active() == 0);
  }
}
