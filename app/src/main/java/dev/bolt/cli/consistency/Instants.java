package dev.bolt.cli.consistency;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The moments of transactions and what must come before what. A history has a level when its
 * moments can be put in an order, which is when there is no cycle.
 *
 * <p>In a serial order a transaction has one moment. With snapshot isolation it has two: it reads
 * all at its beginning and writes all at its end, and its beginning comes before its end. Whoever
 * saw a write, wrote behind it or began after it was acknowledged began after its end; whoever did
 * not see it began before its end. Two reads in a row that miss a write do not make a cycle then.
 *
 * <pre>
 *   serial                          snapshot
 *   from ──▶ to                     from.end ──▶ to.begin        (read-write: from.begin ──▶ to.end)
 * </pre>
 */
final class Instants {

  private final List<List<Arc>> arcs;

  /**
   * A moment comes before another one.
   *
   * @param to the later one
   * @param why the dependency, or null between beginning and end of one transaction
   */
  record Arc(int to, Dependency why) {}

  private Instants(int count) {
    arcs = IntStream.range(0, count).<List<Arc>>mapToObj(any -> new ArrayList<>(2)).toList();
  }

  /** One moment for each of a number of transactions. */
  static Instants serial(int transactions, List<Dependency> dependencies) {
    Instants instants = new Instants(transactions);
    for (Dependency dependency : dependencies) {
      instants.add(dependency.from().number(), dependency.to().number(), dependency);
    }
    return instants;
  }

  /** Two moments for each. */
  static Instants snapshot(int transactions, List<Dependency> dependencies) {
    Instants instants = new Instants(2 * transactions);
    for (int number = 0; number < transactions; number++) {
      instants.add(begin(number), end(number), null);
    }
    for (Dependency dependency : dependencies) {
      int from = dependency.from().number();
      int to = dependency.to().number();
      if (dependency.type() == DependencyType.READ_WRITE) {
        instants.add(begin(from), end(to), dependency);
      } else {
        instants.add(end(from), begin(to), dependency);
      }
    }
    return instants;
  }

  private static int begin(int transaction) {
    return 2 * transaction;
  }

  private static int end(int transaction) {
    return 2 * transaction + 1;
  }

  private void add(int from, int to, Dependency why) {
    arcs.get(from).add(new Arc(to, why));
  }

  int count() {
    return arcs.size();
  }

  /** What must come after a moment. */
  List<Arc> after(int instant) {
    return arcs.get(instant);
  }
}
