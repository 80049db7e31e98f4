package dev.bolt.gate;

/**
 * What the first waiter asks of the holder of a turn.
 *
 * <pre>
 *   63            32 31            2 1     0
 *   +---------------+---------------+-------+
 *   |     turn      |       0       | level |
 *   +---------------+---------------+-------+
 * </pre>
 *
 * <p>A request for another turn is void, so nobody needs to withdraw one.
 */
enum GateRequest {
  /** Nobody asks: the holder keeps the gate. */
  NONE,
  /** A waiter looks often, but sleeps in between: let go if no better moment comes. */
  CLOSE_BY,
  /** A waiter is awake and looks all the time: let go as soon as the slice is over. */
  READY;

  private static final int TURN_SHIFT = 32;
  private static final long LEVEL_MASK = 3;

  /** The request as it stands in the file. */
  long forTurnOf(long word) {
    return (long) GateWord.turn(word) << TURN_SHIFT | ordinal();
  }

  /** What is asked of the turn that a word names. */
  static GateRequest of(long request, long word) {
    if ((int) (request >>> TURN_SHIFT) != GateWord.turn(word)) {
      return NONE;
    }
    int level = (int) (request & LEVEL_MASK);
    return level == READY.ordinal() ? READY : level == CLOSE_BY.ordinal() ? CLOSE_BY : NONE;
  }
}
