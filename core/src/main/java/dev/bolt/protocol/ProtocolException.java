package dev.bolt.protocol;

import java.io.IOException;

/** The other side sent bytes that the protocol does not allow. */
public final class ProtocolException extends IOException {

  private static final long serialVersionUID = 1L;

  /** An exception that says what is wrong with the bytes. */
  public ProtocolException(String message) {
    super(message);
  }

  /** An exception with the failure that led to it. */
  public ProtocolException(String message, Throwable cause) {
    super(message, cause);
  }
}
