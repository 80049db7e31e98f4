package dev.bolt.cli.consistency;

import dev.bolt.cli.history.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Gathers the dependencies that the order of the versions of each list shows. */
final class Dependencies {

  private final Predicate<Transaction> happened;
  private final List<Dependency> all = new ArrayList<>();

  /**
   * None yet.
   *
   * @param happened the transactions that were committed, acknowledged or not
   */
  Dependencies(Predicate<Transaction> happened) {
    this.happened = happened;
  }

  List<Dependency> all() {
    return all;
  }

  /** Adds those of one list, all reads of which are compatible and credible. */
  void add(VersionOrder order) {
    for (int i = 1; i < order.size(); i++) {
      add(order.writer(i - 1), order.writer(i), DependencyType.WRITE_WRITE, order.value(i), order);
    }
    List<Map.Entry<Long, Transaction>> unread =
        order.unread().stream().filter(append -> happened.test(append.getValue())).toList();
    if (order.size() > 0) {
      Transaction last = order.writer(order.size() - 1);
      unread.forEach(
          append ->
              add(last, append.getValue(), DependencyType.WRITE_WRITE, append.getKey(), order));
    }
    for (Observation read : order.observations()) {
      addRead(read, order, unread);
    }
  }

  private void addRead(
      Observation read, VersionOrder order, List<Map.Entry<Long, Transaction>> unread) {
    int seen = read.foreign();
    Transaction reader = read.reader();
    if (seen > 0) {
      long last = order.value(seen - 1);
      add(order.writer(seen - 1), reader, DependencyType.WRITE_READ, last, order);
    }
    if (seen < order.size()) {
      add(reader, order.writer(seen), DependencyType.READ_WRITE, order.value(seen), order);
    } else {
      unread.forEach(
          append ->
              add(reader, append.getValue(), DependencyType.READ_WRITE, append.getKey(), order));
    }
  }

  private void add(
      Transaction from, Transaction to, DependencyType type, long value, VersionOrder order) {
    if (from.number() != to.number()) {
      all.add(new Dependency(from, to, type, value, order.key()));
    }
  }
}
