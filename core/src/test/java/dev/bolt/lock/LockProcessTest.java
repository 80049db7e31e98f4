package dev.bolt.lock;

import static dev.bolt.lock.DatabaseLockTest.elsewhere;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.ErrorCode;
import dev.bolt.testing.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that are killed or stopped in each state. */
@Timeout(60)
class LockProcessTest {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final String ACQUIRE = "1 acquire a EXCLUSIVE 50000";

  private static Crew crew;

  @TempDir Path folder;
  private Path database;
  private DatabaseLockManager locks;

  @BeforeAll
  static void start() throws Exception {
    crew = new Crew(3);
  }

  @AfterAll
  static void end() throws Exception {
    crew.close();
  }

  @BeforeEach
  void open() throws Exception {
    database = folder.resolve("analytics.db");
    locks = DatabaseLockManager.open(database);
  }

  @AfterEach
  void close() throws Exception {
    crew.rest();
    locks.close();
  }

  private ChildJvm child() throws Exception {
    return crew.take(database);
  }

  private ChildJvm holder() throws Exception {
    ChildJvm holder = child();
    assertThat(holder.ask(ACQUIRE)).startsWith("1 held");
    return holder;
  }

  private ChildJvm waitingChild() throws Exception {
    ChildJvm waiter = child();
    int before = waiting();
    waiter.say(ACQUIRE);
    Awaitility.await().until(() -> waiting() > before);
    return waiter;
  }

  private CompletableFuture<DatabaseLock> waiter() throws Exception {
    int before = waiting();
    CompletableFuture<DatabaseLock> waiter =
        elsewhere(() -> locks.acquire("a", LockMode.EXCLUSIVE, LONG));
    Awaitility.await().until(() -> waiting() > before);
    return waiter;
  }

  private int waiting() throws SQLException {
    return locks.lockInfo().waiters().size();
  }

  @Test
  void shouldReplaceAHolderWhoIsKilled() throws Exception {
    ChildJvm holder = holder();
    CompletableFuture<DatabaseLock> waiter = waiter();
    holder.kill();
    waiter.get().close();
  }

  @Test
  void shouldReplaceAKilledHolderForWhoOnlyTries() throws Exception {
    ChildJvm holder = holder();
    assertThat(locks.tryAcquire("a", LockMode.SHARED)).isEmpty();
    holder.kill();
    assertThat(locks.tryAcquire("a", LockMode.SHARED)).isPresent();
  }

  @Test
  void shouldGiveTheSlotOfTheDeadToTheNextProcessWithoutHisLocks() throws Exception {
    ChildJvm holder = holder();
    holder.kill();
    ChildJvm next = child();
    assertThat(locks.lockInfo().holders()).isEmpty();
    assertThat(next.ask("1 acquire a EXCLUSIVE 0")).startsWith("1 held");
    assertThat(locks.lockInfo().holders().get(0).pid()).isEqualTo(next.pid());
  }

  @Test
  void shouldKeepTheLockOfWhoIsStoppedAndSayIt() throws Exception {
    ChildJvm holder = holder();
    holder.stop();
    assertThatThrownBy(() -> locks.acquire("a", LockMode.EXCLUSIVE, Duration.ofMillis(300)))
        .satisfies(e -> DatabaseLockTest.assertCode(ErrorCode.LOCK_TIMEOUT, e))
        .hasMessageContaining("PID " + holder.pid())
        .hasMessageContaining("stopped")
        .hasMessageContaining("thread t1");
    holder.signal("CONT");
    assertThat(holder.ask("1 valid a")).isEqualTo("1 true");
    assertThat(holder.ask("1 release a")).isEqualTo("1 released");
    locks.acquire("a", LockMode.EXCLUSIVE, LONG).close();
  }

  @Test
  void shouldPassOverWaitersWhoAreKilled() throws Exception {
    DatabaseLock lock = locks.acquire("a", LockMode.EXCLUSIVE, LONG);
    ChildJvm first = waitingChild();
    ChildJvm second = waitingChild();
    CompletableFuture<DatabaseLock> third = waiter();
    second.kill();
    first.kill();
    lock.close();
    third.get().close();
    assertThat(waiting()).isZero();
  }

  /**
   *
   *
   * <pre>
   *   holder           first            second
   *   acquire
   *                    waits
   *                                     waits
   *                    stopped
   *   close
   *                                     acquired
   *                    resumed
   *                                     close
   *                    acquired
   * </pre>
   */
  @Test
  void shouldPassOverAWaiterWhoIsStoppedAndServeHimWhenHeIsResumed() throws Exception {
    DatabaseLock lock = locks.acquire("a", LockMode.EXCLUSIVE, LONG);
    ChildJvm first = waitingChild();
    CompletableFuture<DatabaseLock> second = waiter();
    first.stop();
    lock.close();
    DatabaseLock mine = second.get();
    CompletableFuture<DatabaseLock> third = waiter();
    first.signal("CONT");
    Awaitility.await().until(() -> locks.lockInfo().waiters().get(0).pid() == first.pid());
    awaitRank(first);
    mine.close();
    assertThat(first.hear()).startsWith("1 held");
    assertThat(third).isNotDone();
    assertThat(first.ask("1 release a")).isEqualTo("1 released");
    third.get().close();
  }

  /** Until he is in his place again. */
  private void awaitRank(ChildJvm first) throws Exception {
    try (DatabaseLockManager other = DatabaseLockManager.open(database)) {
      Awaitility.await()
          .until(
              () ->
                  other.lockInfo().waiters().stream().anyMatch(w -> w.pid() == first.pid())
                      && isInQueue(first.pid()));
    }
  }

  private boolean isInQueue(long pid) throws Exception {
    LocalLocks local = LocalLocks.open(LockFolder.beside(dev.bolt.DatabaseId.of(database)));
    try {
      return local
          .table()
          .run(
              queues -> {
                LockTable table = queues.table();
                for (int e = 0; e < table.inUse(); e++) {
                  if (table.phase(e) == Phase.WAITING
                      && table.process(table.slot(e)).pid() == pid) {
                    return true;
                  }
                }
                return false;
              });
    } finally {
      local.close();
    }
  }

  @Test
  void shouldReplaceADeadHolderAlsoWhenTheFirstWaiterIsStopped() throws Exception {
    ChildJvm holder = holder();
    ChildJvm first = waitingChild();
    CompletableFuture<DatabaseLock> second = waiter();
    first.stop();
    holder.kill();
    second.get().close();
  }

  @Test
  void shouldGoOnWhileOneAfterTheOtherIsKilledAsHolder() throws Exception {
    List<ChildJvm> victims = new ArrayList<>(List.of(holder(), waitingChild(), waitingChild()));
    CompletableFuture<DatabaseLock> last = waiter();
    for (ChildJvm victim : victims) {
      Awaitility.await()
          .until(() -> locks.lockInfo().holders().stream().anyMatch(h -> h.pid() == victim.pid()));
      victim.kill();
    }
    last.get().close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"unpublished", "unchained", "unoffered", "unfreed"})
  void shouldGoOnWhenSomebodyIsKilledInTheSection(String how) throws Exception {
    DatabaseLock b = locks.acquire("b", LockMode.EXCLUSIVE, LONG);
    ChildJvm holder = holder();
    CompletableFuture<DatabaseLock> waiter = waiter();
    ChildJvm staller = child();
    assertThat(staller.ask("1 stall " + how)).isEqualTo("1 inside");
    staller.kill();
    assertThat(locks.lockInfo().of("b").holders()).hasSize(1);
    assertThat(b.isValid()).isTrue();
    if (!how.equals("unoffered")) {
      assertThat(waiter).isNotDone();
      assertThat(holder.ask("1 release a")).isEqualTo("1 released");
    }
    waiter.get().close();
    locks.acquire("a", LockMode.EXCLUSIVE, LONG).close();
    assertThat(waiting()).isZero();
    b.close();
  }

  /**
   *
   *
   * <pre>
   *   holder           staller                    others
   *   acquire
   *                    enters the section         wait
   *                    stopped
   *                                               retire the file, follow
   *   release
   *                                               acquired
   *                    resumed, leaves in vain
   *                    does its work again
   * </pre>
   */
  @Test
  void shouldGoOnInAnotherFileWhenSomebodyIsStoppedInTheSection() throws Exception {
    stopInTheSection("unchained");
  }

  @ParameterizedTest
  @ValueSource(strings = {"unpublished", "unfreed"})
  @Tag("drill")
  void shouldDoSoWhereverHeIsStopped(String how) throws Exception {
    stopInTheSection(how);
  }

  private void stopInTheSection(String how) throws Exception {
    ChildJvm holder = holder();
    long token = locks.lockInfo().holders().get(0).fencingToken();
    CompletableFuture<DatabaseLock> waiter = waiter();
    ChildJvm staller = child();
    assertThat(staller.ask("1 stall " + how)).isEqualTo("1 inside");
    staller.stop();
    assertThat(locks.isCurrent("a", token)).isTrue();
    assertThat(holder.ask("1 valid a")).isEqualTo("1 true");
    assertThat(waiter).isNotDone();
    assertThat(holder.ask("1 release a")).isEqualTo("1 released");
    DatabaseLock lock = waiter.get();
    assertThat(lock.fencingToken()).isGreaterThan(token);
    Files.createFile(LockChild.resumption(database));
    staller.signal("CONT");
    assertThat(staller.hear()).isEqualTo("1 outside");
    assertThat(lock.isValid()).isTrue();
    assertThat(locks.lockInfo().holders()).hasSize(1);
    assertThat(waiting()).isZero();
    lock.close();
  }

  @Test
  void shouldAskAHolderAndReturnItsAnswer() throws Exception {
    ChildJvm holder = holder();
    assertThat(locks.forceUnlock("nobody's")).isEmpty();
    assertThat(outcome("a", Force.ASK)).isEqualTo(UnlockAnswer.Outcome.REFUSED);
    assertThat(holder.ask("1 valid a")).isEqualTo("1 true");
    assertThat(holder.ask("1 agree")).isEqualTo("1 agrees");
    assertThat(outcome("a", Force.ASK)).isEqualTo(UnlockAnswer.Outcome.RELEASED);
    assertThat(holder.hear()).isEqualTo("lost a AGREED");
    assertThat(holder.ask("1 valid a")).isEqualTo("1 false");
    DatabaseLock lock = locks.acquire("a", LockMode.EXCLUSIVE, LONG);
    assertThat(holder.ask("1 release a")).isEqualTo("1 released");
    assertThat(lock.isValid()).isTrue();
    lock.close();
  }

  @Test
  void shouldKnowDeadAndSilentHoldersWhoAreToLetGo() throws Exception {
    ChildJvm holder = holder();
    holder.stop();
    assertThat(outcome("a", Force.ASK)).isEqualTo(UnlockAnswer.Outcome.SILENT);
    holder.kill();
    assertThat(outcome("a", Force.ASK)).isEqualTo(UnlockAnswer.Outcome.WAS_DEAD);
    assertThat(locks.lockInfo().holders()).isEmpty();
  }

  @Test
  void shouldRefuseTheTokenOfWhoWasOverriddenEverywhere() throws Exception {
    ChildJvm holder = holder();
    long token = locks.lockInfo().holders().get(0).fencingToken();
    CompletableFuture<DatabaseLock> waiter = waiter();
    assertThat(locks.isCurrent("a", token)).isTrue();
    assertThat(outcome("a", Force.EVEN_IF_ALIVE)).isEqualTo(UnlockAnswer.Outcome.OVERRIDDEN);
    DatabaseLock lock = waiter.get();
    assertThat(locks.isCurrent("a", token)).isFalse();
    assertThat(holder.hear()).isEqualTo("lost a TAKEN");
    assertThat(holder.ask("1 valid a")).isEqualTo("1 false");
    assertThat(holder.ask("1 release a")).isEqualTo("1 released");
    assertThat(lock.isValid()).isTrue();
    assertThat(locks.isCurrent("a", lock.fencingToken())).isTrue();
    lock.close();
  }

  private UnlockAnswer.Outcome outcome(String name, Force force) throws Exception {
    List<UnlockAnswer> answers = locks.forceUnlock(name, force);
    assertThat(answers).hasSize(1);
    assertThat(answers.get(0).holder().name()).isEqualTo(name);
    return answers.get(0).outcome();
  }
}
