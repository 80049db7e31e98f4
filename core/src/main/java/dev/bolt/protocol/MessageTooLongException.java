package dev.bolt.protocol;

/** What is to be sent does not fit into one message of the protocol. */
public final class MessageTooLongException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MessageTooLongException(long bytes, int limit) {
    super(
        "A message of at least "
            + bytes
            + " bytes is longer than "
            + limit
            + ", the most that can be sent at once. Send or read large values in parts");
  }
}
