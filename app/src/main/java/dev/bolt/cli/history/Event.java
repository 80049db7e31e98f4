package dev.bolt.cli.history;

import java.util.List;
import java.util.Locale;

/**
 * A line of a history.
 *
 * @param type what happened
 * @param process who did it; one process does one transaction at a time
 * @param operations the transaction, in an {@code OK} with what it has read
 * @param time nanoseconds of a clock that all processes of a history share
 */
public record Event(Type type, int process, List<ListOperation> operations, long time) {

  /** What happens to a transaction. */
  public enum Type {
    /** It begins. */
    INVOKE,
    /** It was acknowledged. */
    OK,
    /** It was certainly not committed. */
    FAIL,
    /** Nobody knows whether it was committed; the process does nothing any more. */
    INFO;

    /** The word that stands for it in a file. */
    String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The inverse of {@link #label}. */
    static Type ofLabel(String label) {
      return valueOf(label.toUpperCase(Locale.ROOT));
    }
  }

  public Event {
    operations = List.copyOf(operations);
  }

  Event at(long otherTime) {
    return new Event(type, process, operations, otherTime);
  }
}
