package dev.bolt.gate;

import java.util.OptionalLong;

/**
 * The way in for those who are awake, where turns are short.
 *
 * <p>Who commits with a shared sync is inside for some 40 µs and lets the gate go for good. To wake
 * up the next one takes longer than that, and while he does the gate is idle. So who comes then
 * does not stand in line at once: he looks for a moment whether the gate is nobody's, and takes it.
 * Each who does draws a ticket as well, so that it is known how many have gone before one who
 * waits; when they are too many the gate is kept for him. Thread-safe.
 */
final class Overtaking {

  /** How many may go before one who waits: together a slice. */
  private static final long MOST = 32;

  /** Turns are short that take less than this part of a slice. */
  private static final long SLICE_TO_SHORT = 4;

  /** For how long to look: two or three turns. */
  private static final long LOOK = 150_000;

  /** How long until somebody else gets the processor, who may be the one inside. */
  private static final long YIELD = 20_000;

  private final GateFile file;
  private final ProcessSlot slot;
  private final GateTiming timing;

  Overtaking(GateFile file, ProcessSlot slot, GateTiming timing) {
    this.file = file;
    this.slot = slot;
    this.timing = timing;
  }

  /** Looks, and returns the word with which this thread is inside, or nothing: to stand in line. */
  OptionalLong run() {
    long begin = System.nanoTime();
    long now = begin;
    long yielded = begin;
    while (now - begin < LOOK && areTurnsShort()) {
      long word = file.word();
      if (GateWord.isNobodys(word)) {
        long mine = GateWord.taken(word, slot.number());
        if (!file.mayOvertake(MOST)) {
          return OptionalLong.empty();
        }
        if (file.replaceWord(word, mine)) {
          file.nextTicket();
          return OptionalLong.of(mine);
        }
      }
      if (now - yielded >= YIELD) {
        Thread.yield();
        yielded = now;
      }
      Thread.onSpinWait();
      now = System.nanoTime();
    }
    return OptionalLong.empty();
  }

  private boolean areTurnsShort() {
    long length = file.turnLength();
    return length > 0 && length < timing.slice() / SLICE_TO_SHORT;
  }
}
