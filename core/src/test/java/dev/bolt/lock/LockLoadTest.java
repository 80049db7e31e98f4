package dev.bolt.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.testing.ChildJvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that take locks, and write to files, at random: nobody is inside with whom he excludes,
 * and all get on.
 */
@Timeout(120)
class LockLoadTest {

  private static final int THREADS = 3;
  private static final int ROUNDS = 0;
  private static final int DEADLOCKS = 1;
  private static final int TIMEOUTS = 2;
  private static final int WRONG = 3;

  @TempDir Path folder;
  private final List<ChildJvm> children = new ArrayList<>();

  @AfterEach
  void end() throws Exception {
    for (ChildJvm child : children) {
      child.kill();
    }
  }

  /**
   * Who takes things in one order never waits in a circle, so a deadlock would be a false one; that
   * is so too while processes are killed. Without an order there are deadlocks, and each that was
   * not found would time out.
   */
  @Test
  void shouldFindDeadlocksAndNoneThatAreNone() throws Exception {
    start(3);
    List<ChildJvm> others = List.copyOf(children);
    long[] ordered = run(children, true, 1_200, 2, 0);
    requireNone(ordered);
    assertThat(ordered[WRONG]).isZero();
    requireAll(run(children, false, 1_200, 2, 0));
    start(1);
    requireNone(run(children, true, 1_200, 0, 1));
    requireFree();
    assertThat(others).allMatch(ChildJvm::isAlive);
  }

  @Test
  @Tag("drill")
  @Timeout(400)
  void shouldDoSoForLong() throws Exception {
    start(14);
    requireAll(run(children, false, 20_000, 0, 0));
    requireAll(run(children, false, 20_000, 3, 0));
    long[] ordered = run(children, true, 20_000, 3, 0);
    requireNone(ordered);
    assertThat(ordered[WRONG]).isZero();
    // Who is killed while he counts himself in and out leaves a wrong count.
    requireNone(run(children, true, 20_000, 0, 10));
    requireFree();
  }

  private static void requireNone(long[] sums) {
    assertThat(sums[ROUNDS]).isPositive();
    assertThat(sums[DEADLOCKS] + sums[TIMEOUTS]).as(Arrays.toString(sums)).isZero();
  }

  private static void requireAll(long[] sums) {
    assertThat(sums[ROUNDS]).isPositive();
    assertThat(sums[DEADLOCKS]).as(Arrays.toString(sums)).isPositive();
    assertThat(sums[TIMEOUTS] + sums[WRONG]).as(Arrays.toString(sums)).isZero();
  }

  private void requireFree() throws Exception {
    try (DatabaseLockManager locks = DatabaseLockManager.open(folder.resolve("a.db"))) {
      for (int i = 0; i < 8; i++) {
        locks.tryAcquire("lock" + i, LockMode.EXCLUSIVE).orElseThrow().close();
      }
      assertThat(locks.lockInfo().holders()).isEmpty();
      assertThat(locks.lockInfo().waiters()).isEmpty();
    }
  }

  private void start(int count) throws Exception {
    Path database = folder.resolve("a.db");
    Occupancy.of(database);
    int before = children.size();
    for (int i = 0; i < count; i++) {
      children.add(LoadChild.start(database));
    }
    for (ChildJvm child : children.subList(before, children.size())) {
      assertThat(child.hear()).isEqualTo("open");
    }
  }

  /**
   * Has processes work.
   *
   * @param files how many of the things are files
   * @param kills how many of the processes are killed meanwhile, the last ones first
   */
  private static long[] run(
      List<ChildJvm> children, boolean inOrder, long millis, int files, int kills)
      throws Exception {
    for (ChildJvm child : children) {
      child.say(LoadChild.line(THREADS, millis, inOrder, files));
    }
    for (int i = 0; i < kills; i++) {
      TimeUnit.MILLISECONDS.sleep(millis / (kills + 1));
      children.remove(children.size() - 1).kill();
    }
    long[] sums = new long[WRONG + 1];
    for (ChildJvm child : children) {
      long[] counts = Arrays.stream(child.hear().split(" ")).mapToLong(Long::parseLong).toArray();
      Arrays.setAll(sums, i -> sums[i] + counts[i]);
    }
    return sums;
  }
}
