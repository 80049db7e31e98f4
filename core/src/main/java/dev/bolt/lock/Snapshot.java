package dev.bolt.lock;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;

/** What a table says at one moment, for use after it. For use inside a {@link Section}. */
final class Snapshot {

  private final LockTable table;

  Snapshot(LockTable table) {
    this.table = table;
  }

  /** An entry, for messages. */
  LockEntry entry(int entry) {
    return new LockEntry(
        new String(table.name(entry), StandardCharsets.UTF_8),
        table.mode(entry),
        table.process(table.slot(entry)),
        table.label(entry),
        Instant.ofEpochMilli(table.since(entry)),
        table.phase(entry).holds() ? table.token(entry) : 0);
  }

  /** All locks. */
  LockInfo info() {
    return info(entry -> true);
  }

  /** The same of a table in which others may be writing, as far as it can be right. */
  LockInfo rightInfo() {
    return info(table::isRight);
  }

  private LockInfo info(IntPredicate shown) {
    List<LockEntry> holders = new ArrayList<>();
    List<LockEntry> waiters = new ArrayList<>();
    for (int e : inUse()) {
      if (shown.test(e) && StateWord.kind(table.state(e)) == LockName.Kind.LOCK) {
        (table.phase(e).holds() ? holders : waiters).add(entry(e));
      }
    }
    return new LockInfo(holders, waiters);
  }

  private List<Integer> inUse() {
    List<Integer> used = new ArrayList<>();
    for (int e = 0; e < table.inUse(); e++) {
      if (table.state(e) != StateWord.FREE) {
        used.add(e);
      }
    }
    used.sort(Comparator.comparingLong(table::ticket));
    return used;
  }

  /** All entries, as the graph of waits sees them. */
  List<Stay> stays() {
    List<Stay> stays = new ArrayList<>();
    for (int e : inUse()) {
      stays.add(
          new Stay(
              e,
              resourceOf(e),
              table.mode(e),
              table.phase(e),
              table.ticket(e),
              table.token(e),
              new Stay.Party(table.slot(e), table.owner(e))));
    }
    return stays;
  }

  private int resourceOf(int entry) {
    for (int e = table.firstOf(table.hash(entry)); e != entry; e = table.next(e)) {
      if (e == LockTable.NONE) {
        throw new DamagedTableException();
      }
      if (table.haveOneName(e, entry)) {
        return e;
      }
    }
    return entry;
  }
}
