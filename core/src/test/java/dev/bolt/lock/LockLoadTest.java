package dev.bolt.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.testing.ChildJvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that take locks at random: nobody is inside with whom he excludes, and all get on. */
@Timeout(120)
class LockLoadTest {

  private static final int PROCESSES = 4;
  private static final int THREADS = 3;
  private static final int ROUNDS = 0;
  private static final int DEADLOCKS = 1;
  private static final int TIMEOUTS = 2;
  private static final int WRONG = 3;

  @TempDir Path folder;

  /** Who takes locks in one order never waits in a circle, so a deadlock would be a false one. */
  @Test
  void shouldFindNoDeadlockWhereLocksAreTakenInOrder() throws Exception {
    long[] sums = run(true, 8_000, 0);
    assertThat(sums[ROUNDS]).isPositive();
    assertThat(sums[DEADLOCKS]).isZero();
    assertThat(sums[TIMEOUTS]).isZero();
    assertThat(sums[WRONG]).isZero();
  }

  /** Where there is no order there are deadlocks, and each that is not found would time out. */
  @Test
  void shouldFindEachDeadlock() throws Exception {
    long[] sums = run(false, 6_000, 0);
    assertThat(sums[ROUNDS]).isPositive();
    assertThat(sums[DEADLOCKS]).as(Arrays.toString(sums)).isPositive();
    assertThat(sums[TIMEOUTS]).isZero();
    assertThat(sums[WRONG]).isZero();
  }

  @Test
  void shouldGetOnWhileProcessesAreKilled() throws Exception {
    long[] sums = run(true, 4_000, 3);
    assertThat(sums[ROUNDS]).isPositive();
    assertThat(sums[DEADLOCKS]).isZero();
    assertThat(sums[TIMEOUTS]).isZero();
    try (DatabaseLockManager locks = DatabaseLockManager.open(folder.resolve("a.db"))) {
      for (int i = 0; i < 8; i++) {
        locks.tryAcquire("lock" + i, LockMode.EXCLUSIVE).orElseThrow().close();
      }
      assertThat(locks.lockInfo().holders()).isEmpty();
      assertThat(locks.lockInfo().waiters()).isEmpty();
    }
  }

  @Test
  @Tag("drill")
  @Timeout(400)
  void shouldDoSoForLong() throws Exception {
    long[] ordered = run(true, 60_000, 10);
    assertThat(ordered[DEADLOCKS] + ordered[TIMEOUTS]).isZero();
    long[] unordered = run(false, 60_000, 0);
    assertThat(unordered[TIMEOUTS] + unordered[WRONG]).isZero();
  }

  private long[] run(boolean inOrder, long millis, int kills) throws Exception {
    Path database = folder.resolve("a.db");
    Occupancy.of(database);
    List<ChildJvm> victims = new ArrayList<>();
    List<ChildJvm> children = new ArrayList<>();
    try {
      for (int i = 0; i < PROCESSES + kills; i++) {
        (i < kills ? victims : children).add(LoadChild.start(database, THREADS, millis, inOrder));
      }
      for (List<ChildJvm> all : List.of(victims, children)) {
        for (ChildJvm child : all) {
          assertThat(child.hear()).isEqualTo("open");
          child.say("go");
        }
      }
      for (ChildJvm victim : victims) {
        TimeUnit.MILLISECONDS.sleep(millis / (kills + 1));
        victim.kill();
      }
      long[] sums = new long[WRONG + 1];
      for (ChildJvm child : children) {
        long[] counts = Arrays.stream(child.hear().split(" ")).mapToLong(Long::parseLong).toArray();
        Arrays.setAll(sums, i -> sums[i] + counts[i]);
      }
      return sums;
    } finally {
      for (ChildJvm child : children) {
        child.kill();
      }
      for (ChildJvm victim : victims) {
        victim.kill();
      }
    }
  }
}
