package dev.bolt.lock;

import dev.bolt.os.ProcessIdentity;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
    List<LockEntry> holders = new ArrayList<>();
    List<LockEntry> waiters = new ArrayList<>();
    for (int e : inUse()) {
      if (StateWord.kind(table.state(e)) == LockName.Kind.LOCK) {
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

  /** Whether the owner of an entry has another one, so that somebody may wait for him. */
  boolean hasOther(int entry) {
    Map<ProcessIdentity, Integer> places = new HashMap<>();
    Stay.Party owner = null;
    for (int e = 0; e < table.inUse(); e++) {
      if (e != entry && table.state(e) != StateWord.FREE && table.owner(e) == table.owner(entry)) {
        owner = owner == null ? party(entry, places) : owner;
        if (party(e, places).equals(owner)) {
          return true;
        }
      }
    }
    return false;
  }

  /** All entries, as the graph of waits sees them. */
  List<Stay> stays() {
    Map<ProcessIdentity, Integer> places = new HashMap<>();
    List<Stay> stays = new ArrayList<>();
    for (int e : inUse()) {
      stays.add(stay(e, places));
    }
    return stays;
  }

  private Stay stay(int entry, Map<ProcessIdentity, Integer> places) {
    return new Stay(
        entry,
        StateWord.kind(table.state(entry)),
        lockOf(entry),
        table.mode(entry),
        table.phase(entry),
        table.ticket(entry),
        table.token(entry),
        party(entry, places));
  }

  private int lockOf(int entry) {
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

  // A thread is one party in all managers of its process; the number of another owner is known in
  // its manager only.
  private Stay.Party party(int entry, Map<ProcessIdentity, Integer> places) {
    int slot = table.slot(entry);
    long number = table.owner(entry);
    int place = number > 0 ? places.computeIfAbsent(table.process(slot), process -> slot) : slot;
    return new Stay.Party(place, number);
  }
}
