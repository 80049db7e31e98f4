package dev.bolt.bench;

/**
 * The processes that work for a contestant.
 *
 * @param processes how many work
 * @param threads the clients in each
 * @param idleHost whether another process opened the database before them and does nothing
 */
record Shape(int processes, int threads, boolean idleHost) {

  /** One thread of one process. */
  static final Shape ALONE = new Shape(1, 1, false);

  /** One thread of one process that joins the process that has the file. */
  static final Shape JOINED = new Shape(1, 1, true);

  /** Processes that share a file. */
  static Shape shared(Settings settings) {
    return new Shape(settings.processes(), settings.threads(), false);
  }

  /** One process that does with as many threads what the others share. */
  static Shape single(Settings settings) {
    return new Shape(1, settings.processes() * settings.threads(), false);
  }

  @Override
  public String toString() {
    return processes + " × " + threads + (idleHost ? " + idle host" : "");
  }
}
