package dev.bolt.lock;

/** The table has been given up for another one, in which the work is to be done. */
final class TableRetiredException extends Exception {
  private static final long serialVersionUID = 1L;

  TableRetiredException() {
    super("The lock table is retired", null, false, false);
  }
}
