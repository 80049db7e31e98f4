package dev.bolt.sync;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A commit that waits for a sync. Made by the thread that has written it, after that, and confined
 * to it, {@link #wakeIfCovered()} excepted.
 */
final class Commit {

  private static final long MIN_NAP = TimeUnit.MICROSECONDS.toNanos(40);
  private static final long MAX_NAP = TimeUnit.MILLISECONDS.toNanos(4);

  /** Sleeps past the expected end are this part of the wait. */
  private static final long WAIT_TO_NAP = 8;

  private final Thread thread = Thread.currentThread();
  private final long drawnAt = System.nanoTime();
  private volatile SyncFile counters;
  private volatile long ticket;

  /** Asks for a sync of what this thread has written before. */
  Commit(SyncFile counters) {
    drawTicket(counters);
  }

  private void drawTicket(SyncFile from) {
    ticket = from.request();
    counters = from;
  }

  /** Asks other counters, if these are not the ones that were asked. */
  void ask(SyncFile current) {
    if (counters != current) {
      drawTicket(current);
    }
  }

  /** Whether a sync covers it, by the counters that were asked last. */
  boolean isCovered() {
    return counters.covers(ticket);
  }

  /** Wakes the thread if a sync covers it. */
  void wakeIfCovered() {
    if (isCovered()) {
      LockSupport.unpark(thread);
    }
  }

  /**
   * Sleeps until the sync should be over that covers it: that which runs, if it began later, else
   * the next one. Who expects too much sleeps in vain, and who expects too little looks again.
   *
   * @return whether the thread was interrupted meanwhile; not any more
   */
  boolean nap() {
    long now = System.nanoTime();
    long length = counters.duration();
    long begin = counters.begin();
    long end = begin + (begin - drawnAt >= 0 ? length : 2 * length);
    long expected = Math.min(end - now, 2 * length);
    long least = Math.max(MIN_NAP, (now - drawnAt) / WAIT_TO_NAP);
    LockSupport.parkNanos(this, Math.min(Math.max(least, expected), MAX_NAP));
    return Thread.interrupted();
  }
}
