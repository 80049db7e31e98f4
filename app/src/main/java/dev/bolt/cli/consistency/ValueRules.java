package dev.bolt.cli.consistency;

import dev.bolt.cli.history.Transaction;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must hold for each value that is read in a list. */
final class ValueRules {

  private final ListRecord list;
  private final List<Anomaly> anomalies;
  private final Set<Long> blamed = new HashSet<>();
  private boolean credible = true;

  ValueRules(ListRecord list, List<Anomaly> anomalies) {
    this.list = list;
    this.anomalies = anomalies;
  }

  /** Checks all reads; a value that is wrong in several is reported for the first one. */
  void check() {
    for (Observation observation : list.observations()) {
      Set<Long> present = new HashSet<>();
      for (Long value : observation.values()) {
        check(observation.reader(), value, present.add(value));
      }
      if (observation.foreign() > 0) {
        checkLast(observation.reader(), observation.found().get(observation.foreign() - 1));
        checkFound(observation.reader(), observation.found());
      }
    }
  }

  /** Whether each value that was read is there once, and by somebody who may have committed it. */
  boolean credible() {
    return credible;
  }

  private void check(Transaction reader, Long value, boolean first) {
    Transaction writer = list.writers().get(value);
    if (!first) {
      blame(AnomalyKind.DOUBLED_APPEND, value, "is twice in", reader);
    } else if (writer == null) {
      blame(AnomalyKind.UNWRITTEN_READ, value, "was read but never appended in", reader);
    } else if (writer.outcome() == Transaction.Outcome.FAILED) {
      blame(AnomalyKind.ABORTED_READ, value, "was read but rolled back in", writer, reader);
    }
  }

  private void blame(AnomalyKind kind, Long value, String what, Transaction... involved) {
    credible = false;
    if (blamed.add(value)) {
      report(kind, value + " " + what + " list " + list.key(), List.of(involved));
    }
  }

  private void checkLast(Transaction reader, Long last) {
    Transaction writer = list.writers().get(last);
    Long next = list.successor(last);
    if (next != null && writer.number() != reader.number()) {
      String what = "list " + list.key() + " ended with " + last + ", but not yet with " + next;
      report(AnomalyKind.INTERMEDIATE_READ, what, List.of(writer, reader));
    }
  }

  private void checkFound(Transaction reader, List<Long> found) {
    for (Long value : found) {
      if (list.writers().get(value) == reader) {
        String what = "read " + value + " in list " + list.key() + " before it appended it";
        report(AnomalyKind.INTERNAL, what, List.of(reader));
      }
    }
  }

  private void report(AnomalyKind kind, String what, List<Transaction> involved) {
    anomalies.add(new Anomaly(kind, what, involved));
  }
}
