package dev.bolt.lock;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The wait of one thread for a lock, from its first look to the end. Confined to that thread. */
final class Waiting {

  /** How often to look at the table when another thread of the process does so all the time. */
  private static final long MAX_PARK = TimeUnit.MILLISECONDS.toNanos(250);

  /** The same for who may be told to give up. */
  private static final long MAX_PARK_OF_VICTIM = TimeUnit.MILLISECONDS.toNanos(25);

  private final LocalLocks locks;
  private final Wait wait;
  private final Duration timeout;
  private final long nanos;
  private final long start = System.nanoTime();
  private final Patience patience = new Patience();
  private final Examination examination;
  private final BlockedThread blocked;

  Waiting(LocalLocks locks, Wait wait, Duration timeout) {
    this.locks = locks;
    this.wait = wait;
    this.timeout = timeout;
    this.nanos = TimeUnit.NANOSECONDS.convert(timeout);
    this.examination = new Examination(locks, wait);
    this.blocked =
        DeadlockWatch.ofProcess()
            .blocked(wait.owner(), locks.resource(wait.name()), () -> locks.effectiveMode(wait));
  }

  /**
   * Waits.
   *
   * @throws SQLException with SQLState 55P03 when the time is over, 40P01 when it is the victim of
   *     a deadlock, 08003 when the manager is closed
   * @throws InterruptedException when the thread is interrupted
   */
  Held run() throws SQLException, InterruptedException {
    try (blocked) {
      while (true) {
        Held held = look();
        if (held != null) {
          return held;
        }
      }
    } finally {
      locks.cancel(wait);
    }
  }

  /** Looks once whether the lock can be had, also from the dead; null if it cannot. */
  Held tryOnce() throws SQLException {
    try {
      examination.run();
      return locks.giveUp(wait, new ArrayList<>());
    } finally {
      locks.cancel(wait);
    }
  }

  /** The same, with an error that says who is in the way. */
  Held tryOrRefuse() throws SQLException {
    try {
      examination.run();
      return timedOut();
    } finally {
      locks.cancel(wait);
    }
  }

  private Held look() throws SQLException, InterruptedException {
    Attachment attachment = wait.attachment();
    LockTable table = attachment.table();
    long state = table.state(wait.entry());
    Phase phase = StateWord.isOf(state, wait.ticket()) ? StateWord.phase(state) : Phase.FREE;
    if (phase == Phase.FREE || locks.table().attachment() != attachment || table.isRetired()) {
      locks.resume(wait);
      return null;
    }
    return switch (phase) {
      case OFFERED -> {
        table.replaceState(wait.entry(), state, StateWord.withPhase(state, Phase.HELD));
        yield locks.finish(wait);
      }
      case HELD -> locks.finish(wait);
      case PASSED -> {
        locks.waitAgain(wait);
        yield null;
      }
      default -> waitOn(table);
    };
  }

  private Held waitOn(LockTable table) throws SQLException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException(
          "Interrupted while waiting for the lock '" + wait.name() + "'");
    }
    long now = System.nanoTime();
    long left = nanos - (now - start);
    if (left <= 0) {
      return timedOut();
    }
    if (!wait.leads()) {
      blocked.check();
      park(MAX_PARK, left);
      return null;
    }
    long nap = patience.look(table.rank(wait.entry()), now);
    if (nap == 0) {
      Thread.onSpinWait();
      return null;
    }
    blocked.check();
    locks.table().look(patience.trust());
    if (patience.examines(now)) {
      examination.run();
    }
    park(nap, left);
    return null;
  }

  private void park(long longest, long left) {
    long most = blocked.isSaid() ? Math.min(longest, MAX_PARK_OF_VICTIM) : longest;
    LockSupport.parkNanos(wait, Math.min(most, left));
  }

  private Held timedOut() throws SQLException {
    List<LockEntry> inTheWay = new ArrayList<>();
    Held held = locks.giveUp(wait, inTheWay);
    if (held == null) {
      throw locks.table().refusals().timedOut(wait, timeout, inTheWay);
    }
    return held;
  }
}
