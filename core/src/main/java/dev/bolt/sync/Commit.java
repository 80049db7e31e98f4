package dev.bolt.sync;

import java.util.concurrent.locks.LockSupport;

/**
 * A commit that waits for a sync. Made by the thread that has written it, after that; ended by the
 * thread that syncs.
 */
final class Commit {

  private final Thread thread = Thread.currentThread();
  private SyncFile counters;
  private long ticket;
  private SyncFailedException failure;
  private volatile boolean over;

  /** Asks for a sync of what this thread has written before. */
  Commit(SyncFile counters) {
    drawTicket(counters);
  }

  private void drawTicket(SyncFile from) {
    counters = from;
    ticket = from.request();
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

  /** Ends the wait. */
  void end(SyncFailedException why) {
    failure = why;
    over = true;
    LockSupport.unpark(thread);
  }

  /** Waits for that, whatever interrupts this thread meanwhile: it is written, come what may. */
  void await() throws SyncFailedException {
    boolean interrupted = false;
    while (!over) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      thread.interrupt();
    }
    if (failure != null) {
      throw new SyncFailedException(failure.getMessage(), failure);
    }
  }
}
