package dev.bolt.lock;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The wait of one thread for a lock, from its first look to the end. Confined to that thread. */
final class Waiting {

  private final LocalLocks locks;
  private final Wait wait;
  private final Duration timeout;
  private final long nanos;
  private final long start = System.nanoTime();
  private final Patience patience = new Patience();
  private final Examination examination;

  Waiting(LocalLocks locks, Wait wait, Duration timeout) {
    this.locks = locks;
    this.wait = wait;
    this.timeout = timeout;
    this.nanos = TimeUnit.NANOSECONDS.convert(timeout);
    this.examination = new Examination(locks, wait);
  }

  /**
   * Waits.
   *
   * @throws SQLException with SQLState 55P03 when the time is over, 40P01 when it is the victim of
   *     a deadlock, 08003 when the manager is closed
   * @throws InterruptedException when the thread is interrupted
   */
  Held run() throws SQLException, InterruptedException {
    try {
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
    if (phase == Phase.FREE || locks.attachment() != attachment || table.isRetired()) {
      locks.resume(wait);
      return null;
    }
    return switch (phase) {
      case OFFERED -> {
        table.replaceState(wait.entry(), state, StateWord.withPhase(state, Phase.HELD));
        yield locks.finish(wait);
      }
      case HELD -> locks.finish(wait);
      case VICTIM -> {
        locks.confirmVictim(wait);
        yield null;
      }
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
    long nap = patience.look(table.rank(wait.entry()), now);
    if (nap == 0) {
      Thread.onSpinWait();
      return null;
    }
    locks.look(patience.trust());
    if (patience.examines(now)) {
      examination.run();
    }
    LockSupport.parkNanos(wait, Math.min(nap, left));
    return null;
  }

  private Held timedOut() throws SQLException {
    List<LockEntry> inTheWay = new ArrayList<>();
    Held held = locks.giveUp(wait, inTheWay);
    if (held == null) {
      throw locks.refusals().timedOut(wait, timeout, inTheWay);
    }
    return held;
  }
}
