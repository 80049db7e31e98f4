package dev.bolt.engine;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets about as many calls into an engine run at once as there are cores, the others in the order
 * in which they came.
 *
 * <p>Small statements that race each other on too few cores finish later, all of them. The limit is
 * soft: whoever has waited for {@link #PATIENCE_MILLIS} goes ahead, so that long statements never
 * keep short ones out. Thread-safe.
 */
final class Admission {

  private static final long PATIENCE_MILLIS = 5;

  private final Semaphore slots;

  /** Admission to as many slots as this machine has cores. */
  Admission() {
    this(Runtime.getRuntime().availableProcessors());
  }

  Admission(int slots) {
    this.slots = new Semaphore(slots, true);
  }

  /** Waits for a slot, though not for long; returns whether there is one to give back. */
  boolean enter() {
    try {
      return slots.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Gives back what {@link #enter} returned. */
  void leave(boolean entered) {
    if (entered) {
      slots.release();
    }
  }
}
