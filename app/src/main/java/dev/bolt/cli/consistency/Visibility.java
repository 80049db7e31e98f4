package dev.bolt.cli.consistency;

import dev.bolt.cli.history.Transaction;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What was acknowledged before a reader began must be in what it reads. */
final class Visibility {

  private final ListRecord list;
  private final Observation last;
  private final Set<Long> lost = new HashSet<>();

  /** Looks at a list that somebody has read. */
  Visibility(ListRecord list) {
    this.list = list;
    last =
        list.observations().stream()
            .max(Comparator.comparingLong(read -> read.reader().invoked()))
            .orElseThrow();
  }

  void check(List<Anomaly> anomalies) {
    Set<Long> atTheEnd = new HashSet<>(last.values());
    list.writers()
        .forEach(
            (value, writer) -> {
              if (writer.precedes(last.reader()) && !atTheEnd.contains(value)) {
                lost.add(value);
                String what = value + " is not in list " + list.key() + " at the end";
                anomalies.add(
                    new Anomaly(AnomalyKind.LOST_APPEND, what, List.of(writer, last.reader())));
              }
            });
    checkStale(anomalies);
  }

  private void checkStale(List<Anomaly> anomalies) {
    // Who was acknowledged first among those that appended behind what a reader has seen decides.
    List<Long> order = last.values();
    Transaction[] firstBehind = new Transaction[order.size() + 1];
    for (int i = order.size() - 1; i >= 0; i--) {
      firstBehind[i] = earlier(list.writers().get(order.get(i)), firstBehind[i + 1]);
    }
    for (Observation read : list.observations()) {
      boolean comparable = read.values().size() <= order.size();
      Transaction missed = comparable ? firstBehind[read.values().size()] : null;
      if (missed != null && missed.precedes(read.reader())) {
        String what = "a read of list " + list.key() + " misses what was acknowledged before";
        anomalies.add(new Anomaly(AnomalyKind.STALE_READ, what, List.of(missed, read.reader())));
      }
    }
  }

  private static Transaction earlier(Transaction one, Transaction other) {
    if (one == null || !one.committed()) {
      return other;
    }
    return other == null || one.completed() < other.completed() ? one : other;
  }
}
