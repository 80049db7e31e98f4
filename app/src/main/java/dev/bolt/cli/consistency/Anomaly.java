package dev.bolt.cli.consistency;

import dev.bolt.cli.history.Transaction;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Something that is wrong in a history.
 *
 * @param kind what it is
 * @param what happened, without the names of all the steps
 * @param transactions those involved
 */
public record Anomaly(AnomalyKind kind, String what, List<Transaction> transactions) {

  public Anomaly {
    transactions = List.copyOf(transactions);
  }

  /** One sentence, then the transactions in brackets. */
  @Override
  public String toString() {
    return transactions.stream()
        .map(Transaction::toString)
        .collect(Collectors.joining("; ", kind.label() + ": " + what + " [", "]"));
  }
}
