package dev.bolt.cli.consistency;

import dev.bolt.cli.history.Transaction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * The dependencies of time: who was acknowledged before another one began.
 *
 * <p>Those that follow from others are left out. At any moment there is a frontier of transactions
 * that were acknowledged and that none of the frontier follows; who begins then depends on all of
 * it, and replaces them in it when it is acknowledged.
 */
final class RealTime {

  private final List<Dependency> all = new ArrayList<>();
  private final Map<Integer, Set<Integer>> before = new HashMap<>();
  private final Map<Integer, Transaction> frontier = new LinkedHashMap<>();

  private RealTime() {}

  /** The dependencies of transactions in the order of their beginnings. */
  static List<Dependency> of(List<Transaction> transactions) {
    RealTime time = new RealTime();
    PriorityQueue<Transaction> running =
        new PriorityQueue<>(Comparator.comparingLong(Transaction::completed));
    for (Transaction transaction : transactions) {
      while (!running.isEmpty() && running.peek().completed() < transaction.invoked()) {
        time.end(running.poll());
      }
      time.begin(transaction);
      if (transaction.committed()) {
        time.before.put(transaction.number(), Set.copyOf(time.frontier.keySet()));
        running.add(transaction);
      }
    }
    return time.all;
  }

  private void begin(Transaction transaction) {
    for (Transaction earlier : frontier.values()) {
      all.add(new Dependency(earlier, transaction, DependencyType.REAL_TIME, 0, 0));
    }
  }

  private void end(Transaction transaction) {
    frontier.keySet().removeAll(before.remove(transaction.number()));
    frontier.put(transaction.number(), transaction);
  }
}
