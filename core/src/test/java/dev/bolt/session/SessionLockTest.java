package dev.bolt.session;

import static dev.bolt.database.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.EngineKind;
import dev.bolt.ErrorCode;
import dev.bolt.lock.DatabaseLock;
import dev.bolt.lock.DatabaseLockManager;
import dev.bolt.lock.LockEntry;
import dev.bolt.lock.LockMode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionLockTest extends SessionTest {
  private DatabaseLockManager locks;
  private DatabaseSession other;

  @BeforeEach
  void openOthers() throws SQLException {
    locks = DatabaseLockManager.open(file());
    other = sessions.open("other");
  }

  @AfterEach
  void closeLocks() throws SQLException {
    locks.close();
  }

  private boolean isFree(String name) throws SQLException {
    var lock = locks.tryAcquire(name, LockMode.EXCLUSIVE);
    if (lock.isPresent()) {
      lock.get().close();
    }
    return lock.isPresent();
  }

  @Test
  void shouldHoldALockUntilItIsClosed() throws Exception {
    try (DatabaseLock lock = session.lock("reindex", LockMode.EXCLUSIVE)) {
      assertThat(lock.isValid()).isTrue();
      assertThat(locks.lockInfo().holders())
          .extracting(LockEntry::owner)
          .containsExactly("session first");
      assertThat(session.lockOwner()).hasToString("session first");
      assertFails(
          ErrorCode.LOCK_TIMEOUT,
          () -> other.lock("reindex", LockMode.SHARED, Duration.ofMillis(1)));
      session.lock("reindex", LockMode.EXCLUSIVE).close();
      assertThat(isFree("reindex")).isFalse();
    }
    assertThat(isFree("reindex")).isTrue();
    for (int i = 0; i < 100; i++) {
      session.lock("reindex", LockMode.EXCLUSIVE).close();
    }
  }

  @Test
  void shouldReleaseItsLocksAtItsEnd() throws Exception {
    session.lock("a", LockMode.EXCLUSIVE);
    other.lock("b", LockMode.EXCLUSIVE);
    session.close();
    assertThat(isFree("a")).isTrue();
    assertThat(isFree("b")).isFalse();
    assertFails(ErrorCode.CLOSED, () -> session.lock("a", LockMode.EXCLUSIVE));
    pass(Duration.ofMinutes(5));
    sessions.closeExpiredSessions();
    assertThat(isFree("b")).isTrue();
    assertFails(ErrorCode.SESSION_EXPIRED, () -> other.lock("b", LockMode.EXCLUSIVE));
  }

  @Test
  void shouldRunTheVictimOfADeadlockAgain() throws Exception {
    CyclicBarrier both = new CyclicBarrier(2);
    CompletableFuture<Integer> one = crossing(session, "a", "b", both);
    CompletableFuture<Integer> two = crossing(other, "b", "a", both);
    assertThat(one.get() + two.get()).isEqualTo(3);
    assertThat(sessions.stats().deadlocks()).isEqualTo(1);
    assertThat(sessions.stats().transactions()).isEqualTo(2);
    assertThat(sessions.stats().database().retries()).isEqualTo(1);
    assertThat(isFree("a") && isFree("b")).isTrue();
  }

  /**
   * One has a lock and comes to write, the other one writes and comes to lock. SQLite lets one
   * write at a time; in DuckDB nobody waits for another's transaction, so there is no circle.
   */
  @Test
  void shouldFindACircleOfALockAndATurnToWrite() throws Exception {
    session.execute("CREATE TABLE written (x INTEGER)");
    CyclicBarrier both = new CyclicBarrier(2);
    AtomicInteger lockingRuns = new AtomicInteger();
    AtomicInteger writingRuns = new AtomicInteger();
    CompletableFuture<Integer> locking =
        session.transactionAsync(
            tx -> {
              try (DatabaseLock lock = session.lock("a", LockMode.EXCLUSIVE)) {
                meet(both, lockingRuns);
                assertThat(lock.isValid()).isTrue();
                return tx.execute("INSERT INTO written VALUES (1)");
              }
            });
    CompletableFuture<Integer> writing =
        other.transactionAsync(
            tx -> {
              int rows = tx.execute("INSERT INTO written VALUES (2)");
              meet(both, writingRuns);
              other.lock("a", LockMode.EXCLUSIVE).close();
              return rows;
            });
    assertThat(locking.get() + writing.get()).isEqualTo(2);
    assertThat(session.query("SELECT * FROM written")).hasSize(2);
    assertThat(sessions.stats().deadlocks()).isEqualTo(engine == EngineKind.SQLITE ? 1 : 0);
  }

  /** The first run waits for the other one; one that comes again finds nobody. */
  private static void meet(CyclicBarrier both, AtomicInteger runs) throws Exception {
    if (runs.getAndIncrement() == 0) {
      both.await();
    }
  }

  /** Takes one lock and then another one; returns how many runs that took. */
  private static CompletableFuture<Integer> crossing(
      DatabaseSession by, String first, String second, CyclicBarrier both) {
    AtomicInteger runs = new AtomicInteger();
    return by.transactionAsync(
        tx -> {
          try (DatabaseLock one = by.lock(first, LockMode.EXCLUSIVE)) {
            meet(both, runs);
            try (DatabaseLock two = by.lock(second, LockMode.EXCLUSIVE)) {
              assertThat(two.fencingToken()).isNotEqualTo(one.fencingToken());
              return runs.get();
            }
          }
        });
  }
}
