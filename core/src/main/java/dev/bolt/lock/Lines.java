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
 * looks at the table, and the next one, to be awake when it is his turn; the others are parked
 * until one of the two leaves or somebody of this process wakes them. Guarded by the monitor of the
 * {@link CurrentTable}.
 */
final class Lines {

  private static final int LOOKING = 2;

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
    line.add(wait);
    lead(line);
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
    } else {
      lead(line);
    }
    return true;
  }

  private static void lead(ArrayDeque<Wait> line) {
    int place = 0;
    for (Wait wait : line) {
      if (place++ == LOOKING) {
        return;
      }
      if (!wait.leads()) {
        wait.lead();
        LockSupport.unpark(wait.thread());
      }
    }
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
