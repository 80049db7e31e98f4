package dev.bolt.cli.history;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A transaction from its beginning to what became of it.
 *
 * @param number its position among the transactions of the history, by their beginnings
 * @param process who did it
 * @param outcome what became of it
 * @param operations its steps; those reads have values that were acknowledged
 * @param invoked the index of the event that began it
 * @param completed the index of the event that ended it, or {@link #NEVER}
 */
public record Transaction(
    int number,
    int process,
    Outcome outcome,
    List<ListOperation> operations,
    long invoked,
    long completed) {

  /** No event ended it: its process was killed, or the history ends before. */
  public static final long NEVER = Long.MAX_VALUE;

  /** What became of a transaction, as far as its client knows. */
  public enum Outcome {
    /** It was acknowledged. */
    COMMITTED,
    /** It was certainly rolled back. */
    FAILED,
    /** It may have been committed, at any time after its beginning. */
    UNKNOWN
  }

  public Transaction {
    operations = List.copyOf(operations);
  }

  static Transaction begun(int number, Event event, long index) {
    return new Transaction(
        number, event.process(), Outcome.UNKNOWN, event.operations(), index, NEVER);
  }

  Transaction ended(Event event, long index) {
    Outcome end =
        switch (event.type()) {
          case OK -> Outcome.COMMITTED;
          case FAIL -> Outcome.FAILED;
          default -> Outcome.UNKNOWN;
        };
    List<ListOperation> known = end == Outcome.COMMITTED ? event.operations() : operations;
    return new Transaction(number, process, end, known, invoked, index);
  }

  /** Whether it was acknowledged. */
  public boolean committed() {
    return outcome == Outcome.COMMITTED;
  }

  /** Whether it was acknowledged before another one began. */
  public boolean precedes(Transaction other) {
    return committed() && completed < other.invoked;
  }

  /**
   * {@code T12 (process 3, events 40 to 47, committed: append 5 to list 1, read list 2 [4, 9])}.
   */
  @Override
  public String toString() {
    String events =
        completed == NEVER ? "event " + invoked : "events " + invoked + " to " + completed;
    return operations.stream()
        .map(ListOperation::toString)
        .collect(
            Collectors.joining(
                ", ",
                ("T" + number + " (process " + process + ", " + events)
                    + (", " + outcome.name().toLowerCase(Locale.ROOT) + ": "),
                ")"));
  }
}
