package dev.bolt.doctor;

/** A check of a {@link SharingTest} has not come out as it should; the message says how. */
final class TrialException extends Exception {

  private static final long serialVersionUID = 1L;

  TrialException(String message) {
    super(message);
  }

  TrialException(String message, Throwable cause) {
    super(message, cause);
  }
}
