package dev.bolt.cli.history;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The transactions of a history, by their beginnings.
 *
 * @param transactions each has its position as its number
 */
public record History(List<Transaction> transactions) {

  public History {
    transactions = List.copyOf(transactions);
  }

  /**
   * The history of a file.
   *
   * @throws IllegalArgumentException when it holds none
   */
  public static History read(Path file) throws IOException {
    Builder history = new Builder();
    try (EventReader events = new EventReader(file)) {
      for (Optional<Event> event = events.next(); event.isPresent(); event = events.next()) {
        history.add(event.get());
      }
    }
    return history.build();
  }

  /**
   * The history of events in their order.
   *
   * @throws IllegalArgumentException when a process does two things at a time
   */
  public static History of(List<Event> events) {
    Builder history = new Builder();
    events.forEach(history::add);
    return history.build();
  }

  private static final class Builder {

    private final List<Transaction> transactions = new ArrayList<>();
    private final Map<Integer, Integer> lastOfProcess = new HashMap<>();
    private long index;

    void add(Event event) {
      Integer last = lastOfProcess.get(event.process());
      Transaction before = last == null ? null : transactions.get(last);
      if (event.type() == Event.Type.INVOKE) {
        boolean free = before == null || before.outcome() != Transaction.Outcome.UNKNOWN;
        require(free, event, "goes on although the outcome of its last transaction is unknown");
        lastOfProcess.put(event.process(), transactions.size());
        transactions.add(Transaction.begun(transactions.size(), event, index));
      } else {
        boolean atWork = before != null && before.completed() == Transaction.NEVER;
        require(atWork, event, "ends what it has not begun");
        transactions.set(last, before.ended(event, index));
      }
      index++;
    }

    private void require(boolean right, Event event, String otherwise) {
      if (!right) {
        throw new IllegalArgumentException(
            "event " + index + ": process " + event.process() + " " + otherwise);
      }
    }

    History build() {
      return new History(transactions);
    }
  }
}
