package dev.bolt.cli.consistency;

import dev.bolt.cli.history.History;
import dev.bolt.cli.history.Transaction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds what is wrong in a history.
 *
 * <p>First each list by itself: its values, the order of its versions, what its readers must have
 * seen. Then, from the lists that are sound, the dependencies between transactions, and cycles of
 * them. A transaction whose outcome is unknown was committed if anybody has read what it appended.
 */
public final class ConsistencyCheck {

  private final History history;
  private final List<Anomaly> anomalies = new ArrayList<>();
  private final List<VersionOrder> sound = new ArrayList<>();
  private final Set<Integer> seen = new HashSet<>();

  private ConsistencyCheck(History history) {
    this.history = history;
  }

  /**
   * Checks a history.
   *
   * @throws IllegalArgumentException when it is not one of lists, because a value is appended to a
   *     list more than once or an acknowledged read has no values
   */
  public static Findings of(History history) {
    ConsistencyCheck check = new ConsistencyCheck(history);
    check.checkLists();
    check.checkCycles();
    return new Findings(history.transactions().size(), check.anomalies);
  }

  private void checkLists() {
    ListRecords records = new ListRecords(anomalies);
    history.transactions().forEach(records::add);
    for (ListRecord list : records.lists()) {
      if (!list.observations().isEmpty()) {
        checkList(list);
      }
    }
  }

  private void checkList(ListRecord list) {
    ValueRules values = new ValueRules(list, anomalies);
    values.check();
    new Visibility(list).check(anomalies);
    VersionOrder order = new VersionOrder(list);
    order.incompatible().ifPresent(anomalies::add);
    if (values.credible() && order.incompatible().isEmpty()) {
      sound.add(order);
      for (int i = 0; i < order.size(); i++) {
        seen.add(order.writer(i).number());
      }
    }
  }

  private void checkCycles() {
    int count = history.transactions().size();
    Dependencies dependencies = new Dependencies(this::happened);
    sound.forEach(dependencies::add);
    List<Dependency> all = dependencies.all();
    all.addAll(RealTime.of(history.transactions().stream().filter(this::happened).toList()));
    List<Dependency> entangled = CycleSearch.entangled(count, all);
    if (entangled.isEmpty()) {
      return;
    }
    for (CycleRule rule : CycleRule.values()) {
      for (Cycle cycle : new CycleSearch(rule, count, entangled).cycles()) {
        if (!cycle.isStaleRead()) {
          anomalies.add(cycle.anomaly());
        }
      }
    }
  }

  private boolean happened(Transaction transaction) {
    return transaction.committed() || seen.contains(transaction.number());
  }
}
