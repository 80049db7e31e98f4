package dev.bolt.lock;

import dev.bolt.os.ProcessIdentity;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Finds out whether those who are in a waiter's way are dead, or do not take what they are offered.
 * Confined to the waiter's thread; nothing is held while it asks the kernel.
 */
final class Examination {

  /** How long a process that runs may leave an offer. */
  private static final long OFFER = TimeUnit.SECONDS.toNanos(1);

  /** How many processes to examine at a time. */
  private static final int MANY = 16;

  private record InTheWay(int entry, long ticket, int slot, boolean offered, ProcessIdentity who) {}

  private final LocalLocks locks;
  private final Wait wait;
  private final Map<Long, Long> offeredSince = new HashMap<>();
  private int skip;

  Examination(LocalLocks locks, Wait wait) {
    this.locks = locks;
    this.wait = wait;
  }

  /** Lets the lock go to who is next, if that is not so. */
  void run() throws SQLException {
    List<InTheWay> inTheWay = locks.table().run(this::look);
    while (removeDead(inTheWay)) {
      inTheWay = locks.table().run(this::look);
    }
    for (InTheWay other : inTheWay) {
      if (other.offered && (other.who.isStopped() || isOld(other.ticket))) {
        locks
            .table()
            .run(
                queues -> {
                  queues.passOver(other.entry, other.ticket);
                  return null;
                });
      }
    }
  }

  // To offer is the duty of who lets go; done here too, nothing can be forgotten. Those who wait
  // are left alone until they are offered the lock.
  private List<InTheWay> look(Queues queues) {
    LockTable table = queues.table();
    if (!wait.phase(table).queues()) {
      return List.of();
    }
    queues.offer(wait.entry());
    return queues.inTheWayOf(wait.entry()).stream()
        .filter(e -> table.phase(e).holds())
        .map(
            e ->
                new InTheWay(
                    e,
                    table.ticket(e),
                    table.slot(e),
                    table.phase(e) == Phase.OFFERED,
                    table.process(table.slot(e))))
        .toList();
  }

  private boolean removeDead(List<InTheWay> inTheWay) throws SQLException {
    Set<Integer> slots = new LinkedHashSet<>();
    inTheWay.forEach(other -> slots.add(other.slot));
    skip = skip + MANY < slots.size() ? skip + MANY : 0;
    boolean removed = false;
    for (int slot : slots.stream().skip(skip).limit(MANY).toList()) {
      removed |= locks.table().sweepIfDead(slot);
    }
    return removed;
  }

  private boolean isOld(long ticket) {
    long now = System.nanoTime();
    return now - offeredSince.computeIfAbsent(ticket, t -> now) > OFFER;
  }
}
