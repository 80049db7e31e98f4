package dev.bolt.cli.stress;

/**
 * When a run takes place, in microseconds of {@link MachineClock}.
 *
 * @param start when the clients begin, with the warm-up
 * @param measure when the measurement begins
 * @param end when no operation is begun any more
 */
record Window(long start, long measure, long end) {

  private static final String COMMAND = "go";

  /** Whether an operation that began at a moment is part of the measurement. */
  boolean measures(long micros) {
    return micros >= measure && micros < end;
  }

  /** The line that tells a worker to go. */
  String line() {
    return COMMAND + " " + start + " " + measure + " " + end;
  }

  /**
   * The window of a line.
   *
   * @throws IllegalArgumentException when it is none
   */
  static Window parse(String line) {
    String[] words = line.split(" ");
    if (words.length != 4 || !words[0].equals(COMMAND)) {
      throw new IllegalArgumentException("not a command of the parent: " + line);
    }
    return new Window(Long.parseLong(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3]));
  }
}
