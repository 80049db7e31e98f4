package dev.bolt.engine;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets any thread interrupt the call that runs inside an engine, and never the one after it.
 *
 * <p>The engine's own interrupt hits whatever runs when it arrives. So the thread that runs a call
 * marks it in one word, which holds the number of the call and its phase:
 *
 * <pre>
 *   enter: IDLE → RUNNING        leave: RUNNING → IDLE
 *   cancel: RUNNING → CANCELLING → CANCELLED, the interrupt happens in between
 *   repeat: CANCELLED → CANCELLING → CANCELLED
 *   leave after a cancel: waits for CANCELLED → IDLE and says that it was cancelled
 * </pre>
 *
 * <p>An interrupt that comes just before the engine begins with the statement is forgotten by it:
 * DuckDB begins every query uninterrupted. So it has to be repeated until the call is over; {@link
 * StatementTimeouts#cancel} does.
 *
 * <p>{@link #enter} and {@link #leave} belong to the thread that uses the session; the others may
 * be called by any thread.
 */
final class InterruptGate {
  /** The engine's own interrupt. */
  interface Interrupt {
    void run();
  }

  private static final long IDLE = 0;
  private static final long RUNNING = 1;
  private static final long CANCELLING = 2;
  private static final long CANCELLED = 3;
  private static final long PHASE = 3;

  private final AtomicLong word = new AtomicLong(IDLE);
  private final Interrupt interrupt;

  InterruptGate(Interrupt interrupt) {
    this.interrupt = interrupt;
  }

  /** Begins a call and returns its number. */
  long enter() {
    long call = (word.getPlain() >>> 2) + 1;
    word.setRelease(call << 2 | RUNNING);
    return call;
  }

  /** Ends the call and returns whether it was cancelled. */
  boolean leave() {
    while (true) {
      long now = word.get();
      long phase = now & PHASE;
      if (phase != CANCELLING && word.compareAndSet(now, now & ~PHASE)) {
        return phase == CANCELLED;
      }
      Thread.onSpinWait();
    }
  }

  /** Whether the call that runs has been cancelled. */
  boolean cancelled() {
    return (word.get() & PHASE) >= CANCELLING;
  }

  /**
   * Interrupts the call that runs, if one does.
   *
   * @param call the number of the call that is meant; 0 for any
   * @return its number; 0 when it does not run or was cancelled before
   */
  long cancel(long call) {
    return interrupt(RUNNING, call);
  }

  /** Interrupts a call that was cancelled once more; false when it is over. */
  boolean repeat(long call) {
    return interrupt(CANCELLED, call) == call;
  }

  private long interrupt(long from, long call) {
    while (true) {
      long now = word.get();
      if ((now & PHASE) != from || call != 0 && now >>> 2 != call) {
        return 0;
      }
      if (word.compareAndSet(now, now & ~PHASE | CANCELLING)) {
        try {
          interrupt.run();
        } finally {
          word.set(now & ~PHASE | CANCELLED);
        }
        return now >>> 2;
      }
    }
  }
}
