package dev.bolt.lock;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * The waits of a manager: one of each owner, in a line for each lock.
 *
 * <p>Who is first in a line came first, so nobody behind him gets the lock before he does. So he
 * alone looks at the table, and the others are parked until he leaves or somebody of this process
 * wakes them. Guarded by the monitor of the {@link CurrentTable}.
 */
final class Lines {

  private final Map<LockOwner, Wait> byOwner = new HashMap<>();
  private final Map<LockName, ArrayDeque<Wait>> byLock = new HashMap<>();

  /** Whether an owner waits. */
  boolean hasWaitOf(LockOwner owner) {
    return byOwner.containsKey(owner);
  }

  Collection<Wait> all() {
    return byOwner.values();
  }

  void add(Wait wait) {
    byOwner.put(wait.owner(), wait);
    ArrayDeque<Wait> line = byLock.computeIfAbsent(wait.name(), name -> new ArrayDeque<>(2));
    wait.lead(line.isEmpty());
    line.add(wait);
  }

  /** Ends a wait; returns whether there was one. */
  boolean remove(Wait wait) {
    if (!byOwner.remove(wait.owner(), wait)) {
      return false;
    }
    ArrayDeque<Wait> line = byLock.get(wait.name());
    line.remove(wait);
    if (line.isEmpty()) {
      byLock.remove(wait.name());
    } else if (wait.leads()) {
      line.peek().lead(true);
      LockSupport.unpark(line.peek().thread());
    }
    return true;
  }

  /** Wakes who has an entry. */
  void wake(int entry) {
    for (Wait wait : byOwner.values()) {
      if (wait.entry() == entry) {
        LockSupport.unpark(wait.thread());
      }
    }
  }

  void wakeAll() {
    byOwner.values().forEach(wait -> LockSupport.unpark(wait.thread()));
  }
}
