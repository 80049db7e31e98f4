package dev.bolt.cli.consistency;

import dev.bolt.cli.history.Transaction;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The order in which values came into one list: that of the longest read. */
final class VersionOrder {

  private final ListRecord list;
  private final Observation longest;

  /** The order of a list that somebody has read. */
  VersionOrder(ListRecord list) {
    this.list = list;
    longest =
        list.observations().stream()
            .max(Comparator.comparingInt(observation -> observation.values().size()))
            .orElseThrow();
  }

  int key() {
    return list.key();
  }

  List<Observation> observations() {
    return list.observations();
  }

  /** How many values were read. */
  int size() {
    return longest.values().size();
  }

  long value(int position) {
    return longest.values().get(position);
  }

  /** Who appended the value at a position; only for values that somebody did append. */
  Transaction writer(int position) {
    return list.writers().get(longest.values().get(position));
  }

  /** The appends that nobody has read; if they were committed they come behind all others. */
  List<Map.Entry<Long, Transaction>> unread() {
    Set<Long> read = new HashSet<>(longest.values());
    return list.writers().entrySet().stream()
        .filter(append -> !read.contains(append.getKey()))
        .toList();
  }

  /** A read that is not the beginning of the longest one. */
  Optional<Anomaly> incompatible() {
    return list.observations().stream()
        .filter(read -> !longest.values().subList(0, read.values().size()).equals(read.values()))
        .findFirst()
        .map(
            read ->
                new Anomaly(
                    AnomalyKind.INCOMPATIBLE_ORDER,
                    "two reads of list " + key() + " of which neither begins with the other",
                    List.of(read.reader(), longest.reader())));
  }
}
