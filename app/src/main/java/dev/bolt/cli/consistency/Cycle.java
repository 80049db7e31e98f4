package dev.bolt.cli.consistency;

import dev.bolt.cli.history.Transaction;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Transactions each of which must come before the next one, and the last before the first.
 *
 * @param dependencies the second part of each is the first part of the next one
 */
record Cycle(List<Dependency> dependencies) {

  private static final int TWO = 2;

  /** What it shows. */
  AnomalyKind kind() {
    boolean skew = missesTwiceInARow();
    if (has(DependencyType.REAL_TIME)) {
      return skew ? AnomalyKind.REAL_TIME_SKEW : AnomalyKind.REAL_TIME_CYCLE;
    }
    if (skew) {
      return AnomalyKind.G2;
    }
    if (has(DependencyType.READ_WRITE)) {
      return count(DependencyType.READ_WRITE) == 1
          ? AnomalyKind.G_SINGLE
          : AnomalyKind.G_NONADJACENT;
    }
    return has(DependencyType.WRITE_READ) ? AnomalyKind.G1C : AnomalyKind.G0;
  }

  /** Whether it says no more than that a read misses an append acknowledged before. */
  boolean isStaleRead() {
    return dependencies.size() == TWO
        && has(DependencyType.REAL_TIME)
        && has(DependencyType.READ_WRITE);
  }

  private boolean has(DependencyType type) {
    return count(type) > 0;
  }

  private long count(DependencyType type) {
    return dependencies.stream().filter(dependency -> dependency.type() == type).count();
  }

  private boolean missesTwiceInARow() {
    DependencyType before = dependencies.get(dependencies.size() - 1).type();
    for (Dependency dependency : dependencies) {
      if (before == DependencyType.READ_WRITE && dependency.type() == before) {
        return true;
      }
      before = dependency.type();
    }
    return false;
  }

  Anomaly anomaly() {
    String what = dependencies.stream().map(Dependency::toString).collect(Collectors.joining(", "));
    List<Transaction> transactions = dependencies.stream().map(Dependency::from).toList();
    return new Anomaly(kind(), what, transactions);
  }
}
