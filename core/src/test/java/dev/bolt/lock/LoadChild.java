package dev.bolt.lock;

import dev.bolt.ErrorCode;
import dev.bolt.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process whose threads hold one to four of eight locks at a time, for some time, and says then
 * how often that went well, ended in a deadlock, ended by the time, and was wrong.
 */
final class LoadChild {

  private static final int LOCKS = 8;
  private static final int MOST = 4;
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final DatabaseLockManager locks;
  private final Occupancy occupancy;
  private final boolean inOrder;
  private final AtomicInteger rounds = new AtomicInteger();
  private final AtomicInteger deadlocks = new AtomicInteger();
  private final AtomicInteger timeouts = new AtomicInteger();
  private final AtomicInteger wrong = new AtomicInteger();

  private LoadChild(Path database, boolean inOrder) throws Exception {
    this.locks = DatabaseLockManager.open(database);
    this.occupancy = Occupancy.of(database);
    this.inOrder = inOrder;
  }

  /** Starts one; it begins at its first line of input. */
  static ChildJvm start(Path database, int threads, long millis, boolean inOrder)
      throws IOException {
    return ChildJvm.start(
        LoadChild.class,
        database.toString(),
        Integer.toString(threads),
        Long.toString(millis),
        Boolean.toString(inOrder));
  }

  public static void main(String[] arguments) throws Exception {
    LoadChild child = new LoadChild(Path.of(arguments[0]), Boolean.parseBoolean(arguments[3]));
    System.out.println("open");
    System.in.read();
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Long.parseLong(arguments[2]));
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
      Random random = new Random(31 * ProcessHandle.current().pid() + i);
      Thread thread = new Thread(() -> child.work(random, end));
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.println(
        child.rounds + " " + child.deadlocks + " " + child.timeouts + " " + child.wrong);
    System.exit(0);
  }

  private void work(Random random, long end) {
    while (System.nanoTime() - end < 0) {
      try {
        round(random);
        rounds.incrementAndGet();
      } catch (SQLException e) {
        count(e);
      } catch (InterruptedException | RuntimeException e) {
        e.printStackTrace();
        wrong.incrementAndGet();
      }
    }
  }

  private void count(SQLException e) {
    if (ErrorCode.DEADLOCK.is(e)) {
      deadlocks.incrementAndGet();
    } else if (ErrorCode.LOCK_TIMEOUT.is(e)) {
      timeouts.incrementAndGet();
    } else {
      e.printStackTrace();
      wrong.incrementAndGet();
    }
    if (inOrder) {
      e.printStackTrace();
    }
  }

  private void round(Random random) throws SQLException, InterruptedException {
    Deque<DatabaseLock> held = new ArrayDeque<>();
    try {
      List<Integer> wanted =
          new ArrayList<>(
              random.ints(1 + random.nextInt(MOST), 0, LOCKS).distinct().boxed().toList());
      if (inOrder) {
        wanted.sort(null);
      }
      for (int lock : wanted) {
        LockMode mode = random.nextInt(3) == 0 ? LockMode.EXCLUSIVE : LockMode.SHARED;
        held.push(locks.acquire("lock" + lock, mode, TIMEOUT));
        if (!occupancy.visit(lock, mode)) {
          wrong.incrementAndGet();
        }
      }
    } finally {
      while (!held.isEmpty()) {
        held.pop().close();
      }
    }
  }
}
