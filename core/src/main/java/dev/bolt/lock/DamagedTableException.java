package dev.bolt.lock;

/** The table has a number that cannot be right, and has to be computed anew from its entries. */
final class DamagedTableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DamagedTableException() {
    super("The lock table is damaged", null, false, false);
  }
}
