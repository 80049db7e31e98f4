package dev.bolt.lock;

import static dev.bolt.lock.DatabaseLockTest.assertCode;
import static dev.bolt.lock.DatabaseLockTest.elsewhere;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.ErrorCode;
import dev.bolt.testing.ChildJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Owners in one and in several processes who wait for each other. */
@Timeout(60)
class DeadlockTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  private static Crew crew;

  @TempDir Path folder;
  private DatabaseLockManager locks;
  private final List<ChildJvm> children = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    crew = new Crew(5);
  }

  @AfterAll
  static void end() throws Exception {
    crew.close();
  }

  @BeforeEach
  void open() throws Exception {
    locks = DatabaseLockManager.open(folder.resolve("a.db"));
  }

  @AfterEach
  void close() throws Exception {
    crew.rest();
    locks.close();
  }

  private void take(int processes) throws Exception {
    for (int i = 0; i < processes; i++) {
      children.add(crew.take(folder.resolve("a.db")));
    }
  }

  /** 1 holds a and waits for b; 2 holds b and c. */
  private void startOneThatWaitsForAnotherWhoHoldsMore() throws Exception {
    take(2);
    assertThat(children.get(0).ask("1 acquire a EXCLUSIVE 0")).startsWith("1 held");
    assertThat(children.get(1).ask("2 acquire b EXCLUSIVE 0")).startsWith("2 held");
    assertThat(children.get(1).ask("2 acquire c EXCLUSIVE 0")).startsWith("2 held");
    children.get(0).say("1 acquire b EXCLUSIVE 50000");
    Awaitility.await().until(() -> locks.lockInfo().waiters().size() == 1);
  }

  private ChildJvm childOf(int member) {
    return children.get(member % children.size());
  }

  private String acquire(int member, int lock, long millis) {
    return member + " acquire lock" + lock + " EXCLUSIVE " + millis;
  }

  /** Who stands behind a writer in the queue waits for the readers for whom that one waits. */
  @Test
  void shouldFindACycleThroughAPlaceInAQueue() throws Exception {
    LockOwner reader = LockOwner.create("reader");
    LockOwner other = LockOwner.create("other");
    DatabaseLock read = locks.acquire(reader, "one", LockMode.SHARED, LONG);
    DatabaseLock two = locks.acquire(other, "two", LockMode.EXCLUSIVE, LONG);
    CompletableFuture<DatabaseLock> writes =
        elsewhere(() -> locks.acquire("one", LockMode.EXCLUSIVE, LONG));
    Awaitility.await().until(() -> locks.lockInfo().waiters().size() == 1);
    CompletableFuture<DatabaseLock> readsBehind =
        elsewhere(() -> locks.acquire(other, "one", LockMode.SHARED, LONG));
    Awaitility.await().until(() -> locks.lockInfo().waiters().size() == 2);

    CompletableFuture<DatabaseLock> closes =
        elsewhere(() -> locks.acquire(reader, "two", LockMode.EXCLUSIVE, LONG));

    // Both hold one lock, and this one got his later.
    assertThatThrownBy(readsBehind::get).cause().satisfies(e -> assertCode(ErrorCode.DEADLOCK, e));
    assertThat(writes).isNotDone();
    two.close();
    closes.get().close();
    read.close();
    writes.get().close();
  }

  /** Each has a lock and wants that of the next; the one who gives up releases his, and so on. */
  @ParameterizedTest
  @CsvSource({"2,2", "3,2", "3,3", "10,2", "10,5"})
  void shouldEndACycleByOneVictimAtOnce(int members, int processes) throws Exception {
    take(processes);
    for (int i = 0; i < members; i++) {
      assertThat(childOf(i).ask(acquire(i, i, 0))).startsWith(i + " held");
    }
    for (int i = 0; i < members; i++) {
      childOf(i).say(acquire(i, (i + 1) % members, 50_000));
      int waiting = i + 1;
      if (waiting < members) {
        Awaitility.await().until(() -> locks.lockInfo().waiters().size() == waiting);
      }
    }
    // All hold one lock; the last of them was acquired by the last.
    int victim = members - 1;
    String answer = childOf(victim).hear();
    assertThat(answer)
        .startsWith(victim + " " + ErrorCode.DEADLOCK.sqlState())
        .contains("Deadlock of " + members);
    for (int i = 0; i < members; i++) {
      assertThat(answer)
          .contains("PID " + childOf(i).pid() + ", thread t" + i + " waits for the lock 'lock");
    }
    assertThat(locks.lockInfo().waiters()).hasSize(members - 1);
    assertThat(childOf(victim).ask(victim + " release lock" + victim)).endsWith("released");
    for (int i = members - 2; i >= 0; i--) {
      assertThat(childOf(i).hear()).startsWith(i + " held");
      assertThat(childOf(i).ask(i + " release lock" + (i + 1))).endsWith("released");
      assertThat(childOf(i).ask(i + " release lock" + i)).endsWith("released");
    }
    assertThat(locks.lockInfo().holders()).isEmpty();
  }

  /**
   *
   *
   * <pre>
   *   1 (holds less)      2
   *   acquire a           acquire b, acquire c
   *   waits for b
   *                       waits for a: closes the cycle, and 1 is the victim
   * </pre>
   */
  @Test
  void shouldChooseWhoHoldsLessThoughTheOtherHasClosedTheCycle() throws Exception {
    startOneThatWaitsForAnotherWhoHoldsMore();
    children.get(1).say("2 acquire a EXCLUSIVE 50000");
    assertThat(children.get(0).hear()).startsWith("1 40P01");
    assertThat(children.get(0).ask("1 release a")).isEqualTo("1 released");
    assertThat(children.get(1).hear()).startsWith("2 held");
  }

  @Test
  void shouldFindWhoWaitsForHimselfInAnotherManager() throws Exception {
    try (DatabaseLockManager other = DatabaseLockManager.open(folder.resolve("a.db"));
        DatabaseLock lock = locks.acquire("a", LockMode.EXCLUSIVE, LONG)) {
      assertThatThrownBy(() -> other.acquire("a", LockMode.SHARED, LONG))
          .satisfies(e -> assertCode(ErrorCode.DEADLOCK, e))
          .hasMessageContaining("Deadlock of 1");
      assertThat(lock.isValid()).isTrue();
    }
  }

  @Test
  void shouldTellOwnersApartThatOneThreadActsFor() throws Exception {
    LockOwner one = LockOwner.create("one");
    LockOwner two = LockOwner.create("two");
    DatabaseLock b = locks.acquire(two, "b", LockMode.EXCLUSIVE, LONG);
    DatabaseLock a = locks.acquire(one, "a", LockMode.EXCLUSIVE, LONG);
    CompletableFuture<DatabaseLock> second =
        elsewhere(() -> locks.acquire(two, "a", LockMode.EXCLUSIVE, LONG));
    Awaitility.await().until(() -> locks.lockInfo().waiters().size() == 1);
    assertThatThrownBy(() -> locks.acquire(one, "b", LockMode.EXCLUSIVE, LONG))
        .satisfies(e -> assertCode(ErrorCode.DEADLOCK, e))
        .hasMessageContaining("waits for the lock 'b' of")
        .isInstanceOf(java.sql.SQLTransactionRollbackException.class)
        .satisfies(e -> assertThat(second).isNotDone());
    a.close();
    second.get().close();
    b.close();
  }

  /** Something that a program grants itself, and a session that acts in a thread. */
  @Test
  void shouldTakeIntoAccountWhatOthersGrant() throws Exception {
    DeadlockWatch watch = DeadlockWatch.ofProcess();
    LockOwner one = LockOwner.create("session one");
    LockOwner two = LockOwner.create("session two");
    DatabaseLock a = locks.acquire(one, "a", LockMode.EXCLUSIVE, LONG);
    HeldResource printer = new HeldResource("the printer", LockMode.EXCLUSIVE, System.nanoTime());
    DeadlockWatch.Source source = owner -> owner.equals(two) ? List.of(printer) : List.of();
    watch.add(source);
    try (DeadlockWatch.Acting acting = watch.actFor(one);
        BlockedThread wait = watch.blocked(printer.name(), LockMode.EXCLUSIVE)) {
      assertThat(acting).isNotNull();
      CompletableFuture<DatabaseLock> second =
          elsewhere(() -> locks.acquire(two, "a", LockMode.EXCLUSIVE, LONG));
      while (!second.isDone()) {
        wait.check();
        Thread.sleep(1);
      }
      assertThatThrownBy(second::get)
          .cause()
          .satisfies(e -> assertCode(ErrorCode.DEADLOCK, e))
          .hasMessageContaining("session one on thread ")
          .hasMessageContaining(" waits for the printer (exclusive, since ");
    } finally {
      watch.remove(source);
      a.close();
    }
  }

  /** A victim who has not looked yet is none any more when a member has timed out. */
  @Test
  void shouldLetAVictimGoOnWhenTheCycleHasEnded() throws Exception {
    startOneThatWaitsForAnotherWhoHoldsMore();
    children.get(0).stop();
    assertThat(children.get(1).ask("2 acquire a EXCLUSIVE 100")).startsWith("2 55P03");
    children.get(0).signal("CONT");
    assertThat(children.get(1).ask("2 release b")).isEqualTo("2 released");
    assertThat(children.get(0).hear()).startsWith("1 held");
  }
}
