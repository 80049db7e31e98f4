package dev.bolt.lock;

/**
 * The word that says who is inside the section of a table.
 *
 * <pre>
 *   63            32 31         17  16  15              0
 *   +---------------+-------------+---+-----------------+
 *   |     number    |      0      | r |    slot + 1     |
 *   +---------------+-------------+---+-----------------+
 * </pre>
 *
 * <p>The number grows whenever somebody goes in, so that who was taken for dead or was too slow
 * cannot leave by the word of another. {@code r} says that the file is retired, for good.
 */
final class SectionWord {

  private static final int NUMBER_SHIFT = 32;
  private static final long RETIRED = 1 << 16;
  private static final int SLOT_MASK = 0xFFFF;

  private SectionWord() {}

  static boolean isRetired(long word) {
    return (word & RETIRED) != 0;
  }

  static boolean isFree(long word) {
    return (word & SLOT_MASK) == 0;
  }

  /** Who is inside; may be no slot at all. */
  static int slot(long word) {
    return (int) (word & SLOT_MASK) - 1;
  }

  /** The next word, with a slot inside. */
  static long entered(long word, int slot) {
    return ((word >>> NUMBER_SHIFT) + 1) << NUMBER_SHIFT | slot + 1;
  }

  /** The word when who is inside has left. */
  static long left(long word) {
    return word >>> NUMBER_SHIFT << NUMBER_SHIFT;
  }

  static long retired(long word) {
    return word | RETIRED;
  }
}
