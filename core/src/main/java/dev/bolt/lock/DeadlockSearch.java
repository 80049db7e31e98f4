package dev.bolt.lock;

import java.util.List;

/** Finds deadlocks on the board and chooses their victims. For use inside a {@link Section}. */
final class DeadlockSearch {

  private final Queues queues;
  private final LockTable table;

  DeadlockSearch(Queues queues) {
    this.queues = queues;
    this.table = queues.table();
  }

  /** The processes of a cycle in which a wait is; empty when there is none. */
  List<Integer> slotsOfCycle(int waiter, long ticket) {
    if (!table.phaseOf(waiter, ticket).queues()) {
      return List.of();
    }
    return cycle(new Snapshot(table), waiter).stream()
        .map(step -> table.slot(step.waiter().entry()))
        .distinct()
        .toList();
  }

  /** Makes victims of the cycles in which a wait is, unless it has ended. */
  void mark(int waiter, long ticket) {
    while (table.phaseOf(waiter, ticket) == Phase.WAITING) {
      WaitGraph graph = new WaitGraph(new Snapshot(table).stays());
      List<WaitGraph.Step> cycle = graph.cycleFrom(waiter);
      if (cycle.isEmpty()) {
        return;
      }
      queues.change(graph.victim(cycle).entry(), Phase.VICTIM);
    }
  }

  /**
   * Looks whether a victim is one still.
   *
   * @return the deadlock, and the entry is gone; or null, and it waits again
   */
  Deadlock confirm(int victim, long ticket) {
    queues.waitAgain(victim, ticket);
    if (table.phaseOf(victim, ticket) != Phase.WAITING) {
      return null;
    }
    Snapshot snapshot = new Snapshot(table);
    List<WaitGraph.Step> cycle = cycle(snapshot, victim);
    if (cycle.isEmpty()) {
      return null;
    }
    Deadlock deadlock =
        new Deadlock(
            cycle.stream()
                .map(
                    step ->
                        new Deadlock.Step(
                            snapshot.entry(step.waiter().entry()),
                            snapshot.entry(step.blocker().entry())))
                .toList(),
            snapshot.entry(victim));
    queues.remove(victim, ticket);
    return deadlock;
  }

  private static List<WaitGraph.Step> cycle(Snapshot snapshot, int waiter) {
    return new WaitGraph(snapshot.stays()).cycleFrom(waiter);
  }
}
