package dev.bolt.gate;

/**
 * A thread that is inside a gate wants to go in again, and would wait for itself. It has two
 * connections to one file: the transaction of the first has to end before the second may write.
 */
public final class AlreadyInsideException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  AlreadyInsideException() {
    super(
        "This thread has a transaction that writes to the same file on another connection, for"
            + " whose end it would wait. End that one first, or use one connection");
  }
}
