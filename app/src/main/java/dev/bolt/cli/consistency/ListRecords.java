package dev.bolt.cli.consistency;

import dev.bolt.cli.history.ListOperation;
import dev.bolt.cli.history.ListOperation.Append;
import dev.bolt.cli.history.ListOperation.Read;
import dev.bolt.cli.history.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Takes the transactions apart by lists, and finds those that contradict themselves: what one reads
 * must be what it read before, followed by what it has appended since.
 */
final class ListRecords {

  private final Map<Integer, ListRecord> lists = new TreeMap<>();
  private final List<Anomaly> anomalies;

  ListRecords(List<Anomaly> anomalies) {
    this.anomalies = anomalies;
  }

  Collection<ListRecord> lists() {
    return lists.values();
  }

  void add(Transaction transaction) {
    Map<Integer, List<Long>> appended = new HashMap<>();
    Map<Integer, List<Long>> found = new HashMap<>();
    for (ListOperation operation : transaction.operations()) {
      ListRecord list = lists.computeIfAbsent(operation.key(), ListRecord::new);
      List<Long> own = appended.computeIfAbsent(operation.key(), any -> new ArrayList<>());
      if (operation instanceof Append append) {
        list.append(append.value(), transaction, own);
        own.add(append.value());
      } else if (operation instanceof Read read && transaction.committed()) {
        observe(transaction, list, read, own, found);
      }
    }
  }

  private void observe(
      Transaction reader,
      ListRecord list,
      Read read,
      List<Long> own,
      Map<Integer, List<Long>> found) {
    List<Long> values =
        read.values()
            .orElseThrow(
                () -> new IllegalArgumentException(reader + " was acknowledged without values"));
    int foreign = values.size() - own.size();
    if (foreign < 0 || !values.subList(foreign, values.size()).equals(own)) {
      internal(reader, read + " does not end with " + own + ", which it had appended itself");
      return;
    }
    Observation observation = new Observation(reader, values, foreign);
    List<Long> before = found.putIfAbsent(read.key(), observation.found());
    if (before == null) {
      list.observe(observation);
    } else if (!before.equals(observation.found())) {
      internal(reader, read + " differs from what it had read before");
    }
  }

  private void internal(Transaction reader, String what) {
    anomalies.add(new Anomaly(AnomalyKind.INTERNAL, what, List.of(reader)));
  }
}
