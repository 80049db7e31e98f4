package dev.bolt.lock;

import java.util.List;

/** Finds deadlocks in a table and chooses their victims. For use inside a {@link Section}. */
final class DeadlockSearch {

  private final Queues queues;
  private final LockTable table;

  DeadlockSearch(Queues queues) {
    this.queues = queues;
    this.table = queues.table();
  }

  /**
   * Ends the cycles that a wait has closed: others become victims, or the wait ends itself.
   *
   * @return the deadlock of which the wait is the victim; its entry is gone then. Otherwise null
   */
  Deadlock begin(int waiter) {
    Snapshot snapshot = new Snapshot(table);
    if (!snapshot.hasOther(waiter)) {
      return null;
    }
    while (true) {
      WaitGraph graph = new WaitGraph(snapshot.stays());
      List<WaitGraph.Step> cycle = graph.cycleFrom(stay(snapshot, waiter));
      if (cycle.isEmpty()) {
        return null;
      }
      Stay victim = graph.victim(cycle);
      if (victim.entry() == waiter) {
        return giveUp(snapshot, cycle, waiter);
      }
      queues.change(victim.entry(), Phase.VICTIM);
    }
  }

  /** The same as {@link #mark} of a wait that may have ended, or be somebody's turn. */
  void markIfWaiting(int waiter, long ticket) {
    if (table.phaseOf(waiter, ticket) == Phase.WAITING) {
      mark(waiter);
    }
  }

  /** Makes victims of the cycles in which somebody is who has waited before. */
  void mark(int waiter) {
    Snapshot snapshot = new Snapshot(table);
    while (table.phase(waiter) == Phase.WAITING) {
      WaitGraph graph = new WaitGraph(snapshot.stays());
      List<WaitGraph.Step> cycle = graph.cycleFrom(stay(snapshot, waiter));
      if (cycle.isEmpty()) {
        return;
      }
      queues.change(graph.victim(cycle).entry(), Phase.VICTIM);
    }
  }

  /**
   * Looks whether a victim is one still.
   *
   * @return the deadlock, and the entry is gone; or null, and it waits again or has its turn
   */
  Deadlock confirm(int victim, long ticket) {
    if (table.phaseOf(victim, ticket) != Phase.VICTIM) {
      return null;
    }
    // First, since those behind him in the queue do not wait for a victim.
    queues.waitAgain(victim, ticket);
    if (table.phaseOf(victim, ticket) != Phase.WAITING) {
      return null;
    }
    Snapshot snapshot = new Snapshot(table);
    List<WaitGraph.Step> cycle = new WaitGraph(snapshot.stays()).cycleFrom(stay(snapshot, victim));
    return cycle.isEmpty() ? null : giveUp(snapshot, cycle, victim);
  }

  private Deadlock giveUp(Snapshot snapshot, List<WaitGraph.Step> cycle, int victim) {
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
    queues.remove(victim, table.ticket(victim));
    return deadlock;
  }

  private static Stay stay(Snapshot snapshot, int entry) {
    return snapshot.stays().stream().filter(s -> s.entry() == entry).findFirst().orElseThrow();
  }
}
