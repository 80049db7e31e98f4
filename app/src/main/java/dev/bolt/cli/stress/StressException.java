package dev.bolt.cli.stress;

/** A run could not take place or could not be finished; the message says why in one sentence. */
public final class StressException extends Exception {

  private static final long serialVersionUID = 1;

  StressException(String message) {
    super(message);
  }

  StressException(String message, Throwable cause) {
    super(message, cause);
  }
}
