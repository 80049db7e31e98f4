package dev.bolt.gate;

/**
 * The word of the gate: whose turn it is, and whether he is inside.
 *
 * <pre>
 *   63            32 31            16 15             1     0
 *   +---------------+----------------+----------------+--------+
 *   |     turn      |     entry      |    slot + 1    | inside |
 *   +---------------+----------------+----------------+--------+
 *
 *              taken                     freed
 *   nobody's ─────────▶  inside  ───────────────────▶ nobody's
 *                        │    ▲
 *                   left │    │ entered
 *                        ▼    │
 *                         kept   ── taken ──▶ inside, by another one
 * </pre>
 *
 * <p>A turn is the time from taking the gate until somebody else takes it; an entry is one
 * transaction in it. Both wrap around: they are only ever compared for equality, and nobody who
 * waits sleeps for so many. Functions of a {@code long}; stateless.
 */
final class GateWord {

  private static final long INSIDE = 1;
  private static final int SLOT_SHIFT = 1;
  private static final long SLOT_MASK = 0x7FFF;
  private static final int ENTRY_SHIFT = 16;
  private static final long ENTRY_MASK = 0xFFFF;
  private static final int TURN_SHIFT = 32;
  private static final long OWNER_MASK = INSIDE | SLOT_MASK << SLOT_SHIFT;

  private GateWord() {}

  /** The number of the turn. */
  static int turn(long word) {
    return (int) (word >>> TURN_SHIFT);
  }

  /** The slot whose turn it is; -1 when it is nobody's. */
  static int slot(long word) {
    return (int) (word >>> SLOT_SHIFT & SLOT_MASK) - 1;
  }

  /** Whether somebody is inside. */
  static boolean isInside(long word) {
    return (word & INSIDE) != 0;
  }

  /** Whether the gate is nobody's, so that it may be taken at once. */
  static boolean isNobodys(long word) {
    return (word & OWNER_MASK) == 0;
  }

  /** The next turn, with a slot inside. */
  static long taken(long word, int slot) {
    long turn = (word >>> TURN_SHIFT) + 1;
    return turn << TURN_SHIFT | (long) (slot + 1) << SLOT_SHIFT | INSIDE;
  }

  /** The same turn, its owner outside. */
  static long left(long inside) {
    return inside & ~INSIDE;
  }

  /** The same turn, its owner inside for the next time. */
  static long entered(long outside) {
    long entry = (outside >>> ENTRY_SHIFT) + 1 & ENTRY_MASK;
    return outside & ~(ENTRY_MASK << ENTRY_SHIFT) | entry << ENTRY_SHIFT | INSIDE;
  }

  /** The same turn, given up: nobody's. */
  static long freed(long word) {
    return word & ~OWNER_MASK;
  }
}
