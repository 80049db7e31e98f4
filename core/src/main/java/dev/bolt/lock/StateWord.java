package dev.bolt.lock;

/**
 * The word by which an entry comes, changes and goes.
 *
 * <pre>
 *   63                      24 23      16 15       8 7        0
 *   +-------------------------+----------+----------+----------+
 *   | low bits of the ticket  |   kind   |   mode   |  phase   |
 *   +-------------------------+----------+----------+----------+
 * </pre>
 *
 * <p>A free entry is 0. The ticket is in it so that nobody who compares the word takes the entry of
 * another for his own.
 */
final class StateWord {

  static final long FREE = 0;

  private static final int TICKET_SHIFT = 24;
  private static final int KIND_SHIFT = 16;
  private static final int MODE_SHIFT = 8;
  private static final int MASK = 0xFF;

  private StateWord() {}

  static long of(long ticket, LockName.Kind kind, LockMode mode, Phase phase) {
    return ticket << TICKET_SHIFT
        | (long) kind.ordinal() << KIND_SHIFT
        | (long) mode.ordinal() << MODE_SHIFT
        | phase.ordinal();
  }

  /** Whether the word is that of a ticket's stay. */
  static boolean isOf(long word, long ticket) {
    return word != FREE && word >>> TICKET_SHIFT == ticket << TICKET_SHIFT >>> TICKET_SHIFT;
  }

  /** Whether it can be a word at all. */
  static boolean isRight(long word) {
    return Phase.of((int) word & MASK) != null
        && (word >>> MODE_SHIFT & MASK) < 2
        && (word >>> KIND_SHIFT & MASK) < 2;
  }

  /** The phase; {@link Phase#FREE} of a word that cannot be. */
  static Phase phase(long word) {
    Phase phase = Phase.of((int) word & MASK);
    return phase == null ? Phase.FREE : phase;
  }

  static LockMode mode(long word) {
    return (word >>> MODE_SHIFT & 1) == 0 ? LockMode.SHARED : LockMode.EXCLUSIVE;
  }

  static LockName.Kind kind(long word) {
    return (word >>> KIND_SHIFT & 1) == 0 ? LockName.Kind.LOCK : LockName.Kind.RESOURCE;
  }

  static long withPhase(long word, Phase phase) {
    return word & ~(long) MASK | phase.ordinal();
  }

  static long withMode(long word, LockMode mode) {
    return word & ~((long) MASK << MODE_SHIFT) | (long) mode.ordinal() << MODE_SHIFT;
  }
}
