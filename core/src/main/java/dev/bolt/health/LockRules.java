package dev.bolt.health;

import dev.bolt.health.HealthProblem.Area;
import dev.bolt.lock.LockEntry;
import dev.bolt.lock.LockInfo;
import java.util.List;

/** When named locks are kept by who cannot let them go. Stateless. */
final class LockRules {

  private LockRules() {}

  static List<HealthProblem> problems(LockInfo locks) {
    return locks.holders().stream()
        .filter(holder -> isAwaited(holder, locks) && holder.stopped())
        .map(LockRules::problem)
        .toList();
  }

  private static boolean isAwaited(LockEntry holder, LockInfo locks) {
    return locks.waiters().stream().anyMatch(waiter -> waiter.name().equals(holder.name()));
  }

  private static HealthProblem problem(LockEntry holder) {
    return HealthProblem.degraded(
        Area.LOCKS,
        "Lock " + holder.name() + " is awaited, and held by " + holder.describe(),
        "Resume that process with kill -CONT "
            + holder.pid()
            + ", end it, or take the lock from it with forceUnlock(name, Force.EVEN_IF_ALIVE)");
  }
}
