package dev.bolt.lock;

import dev.bolt.ErrorCode;
import dev.bolt.os.ProcessIdentity;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The rules by which locks are given: who holds, who waits, who is next.
 *
 * <p>Each lock is the chain of its entries in the order of their tickets. A lock that ends is
 * offered to the oldest waiter and to those behind him, as long as they can have it together.
 * Whoever comes stands behind all who wait. Without files, clocks and threads; for use inside a
 * {@link Section}.
 */
final class Queues {

  private final LockTable table;
  private final int slot;
  private final List<Integer> woken = new ArrayList<>();

  /**
   * The rules for a process.
   *
   * @param slot its slot, whose waiters it wakes itself
   */
  Queues(LockTable table, int slot) {
    this.table = table;
    this.slot = slot;
  }

  LockTable table() {
    return table;
  }

  /** The entries of this process that have been changed for their waiters, once. */
  List<Integer> takeWoken() {
    if (woken.isEmpty()) {
      return List.of();
    }
    List<Integer> all = List.copyOf(woken);
    woken.clear();
    return all;
  }

  /** Whether somebody who comes now can have the lock at once. */
  boolean isOpen(LockName name, LockMode mode) {
    int guard = 0;
    for (int e = table.firstOf(name.hash()); e != LockTable.NONE; e = next(e, guard++)) {
      Phase phase = table.phase(e);
      if (table.hasName(e, name)
          && (phase.queues() || phase.holds() && mode.conflictsWith(table.mode(e)))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Adds an entry at the end of its lock.
   *
   * @return the entry
   * @throws SQLException with SQLState 53400 when all entries are in use
   */
  int add(LockName name, LockMode mode, LockOwner owner, Phase phase) throws SQLException {
    long ticket = table.tickets().next();
    long token = phase.holds() ? table.tokens().next() : 0;
    int entry = allocate();
    table.write(entry, ticket, name, owner, slot, LockClock.millis());
    table.setToken(entry, token);
    if (table.process(slot).pid() != ProcessIdentity.self().pid()) {
      table.setProcess(slot, ProcessIdentity.self());
    }
    table.setNext(entry, LockTable.NONE);
    table.setRank(entry, append(entry));
    table.setState(entry, StateWord.of(ticket, name.kind(), mode, phase));
    return entry;
  }

  private int allocate() throws SQLException {
    int entry = table.firstFree();
    boolean used = entry != LockTable.NONE;
    if (!used) {
      entry = table.inUse();
    }
    if (entry == LockTable.ENTRIES) {
      throw ErrorCode.TOO_MANY_LOCKS.exception(
          "All "
              + LockTable.ENTRIES
              + " places for those who hold or await a lock of the database are taken. Release locks"
              + " that are not needed, or use fewer, coarser ones; lockInfo() lists them");
    }
    if (table.state(entry) != StateWord.FREE) {
      throw new DamagedTableException();
    }
    if (used) {
      table.setFirstFree(table.next(entry));
    } else {
      table.setInUse(entry + 1);
    }
    return entry;
  }

  /** Puts an entry at the end of its chain, and returns how many of its lock are before it. */
  private int append(int entry) {
    long hash = table.hash(entry);
    int last = LockTable.NONE;
    int before = 0;
    int guard = 0;
    for (int e = table.firstOf(hash); e != LockTable.NONE; e = next(e, guard++)) {
      last = e;
      if (table.hash(e) == hash && table.phase(e).queues()) {
        before++;
      }
    }
    if (last == LockTable.NONE) {
      table.setFirstOf(hash, entry);
    } else {
      table.setNext(last, entry);
    }
    return before;
  }

  /** Ends a stay, and gives the lock to who is next; nothing when it has ended already. */
  void remove(int entry, long ticket) {
    if (table.phaseOf(entry, ticket) == Phase.FREE) {
      return;
    }
    int heir = free(entry);
    if (heir != LockTable.NONE) {
      offer(heir);
    }
  }

  /** Frees an entry, and returns another one of the same lock. */
  private int free(int entry) {
    long hash = table.hash(entry);
    int before = LockTable.NONE;
    int heir = LockTable.NONE;
    boolean found = false;
    int guard = 0;
    for (int e = table.firstOf(hash); e != LockTable.NONE; e = next(e, guard++)) {
      if (e == entry) {
        found = true;
      } else {
        before = found ? before : e;
        heir = heir == LockTable.NONE && table.haveOneName(entry, e) ? e : heir;
      }
    }
    if (!found) {
      throw new DamagedTableException();
    }
    int next = table.next(entry);
    table.setState(entry, StateWord.FREE);
    if (before == LockTable.NONE) {
      table.setFirstOf(hash, next);
    } else {
      table.setNext(before, next);
    }
    table.setNext(entry, table.firstFree());
    table.setFirstFree(entry);
    return heir;
  }

  /** Offers the lock of an entry to those whose turn it is, if it is anybody's. */
  void offer(int entry) {
    if (StateWord.kind(table.state(entry)) != LockName.Kind.LOCK) {
      return;
    }
    boolean held = false;
    boolean exclusive = false;
    int guard = 0;
    for (int e = table.firstOf(table.hash(entry)); e != LockTable.NONE; e = next(e, guard++)) {
      if (table.phase(e).holds() && table.haveOneName(entry, e)) {
        held = true;
        exclusive |= table.mode(e) == LockMode.EXCLUSIVE;
      }
    }
    boolean open = true;
    int rank = 0;
    guard = 0;
    for (int e = table.firstOf(table.hash(entry)); e != LockTable.NONE; e = next(e, guard++)) {
      if (!table.phase(e).queues() || !table.haveOneName(entry, e)) {
        continue;
      }
      boolean wantsAll = table.mode(e) == LockMode.EXCLUSIVE;
      open &= !exclusive && !(wantsAll && held);
      if (open && offerTo(e)) {
        held = true;
        exclusive = wantsAll;
      } else {
        open = false;
        table.setRank(e, rank++);
      }
    }
  }

  private boolean offerTo(int entry) {
    try {
      table.setToken(entry, table.tokens().next());
    } catch (SQLException e) {
      // No token is left: whoever comes next is told, and these time out.
      return false;
    }
    change(entry, Phase.OFFERED);
    table.setRank(entry, 0);
    return true;
  }

  /** Changes the phase of a waiter who has to see it. */
  void change(int entry, Phase phase) {
    table.setState(entry, StateWord.withPhase(table.state(entry), phase));
    if (table.slot(entry) == slot) {
      woken.add(entry);
    }
  }

  /** Lets others past a waiter who does not take what he is offered. */
  void passOver(int entry, long ticket) {
    long state = table.state(entry);
    if (StateWord.isOf(state, ticket)
        && StateWord.phase(state) == Phase.OFFERED
        && table.replaceState(entry, state, StateWord.withPhase(state, Phase.PASSED))) {
      offer(entry);
    }
  }

  /** Puts a waiter in his place again who was passed over, or was a victim. */
  void waitAgain(int entry, long ticket) {
    Phase phase = table.phaseOf(entry, ticket);
    if (phase == Phase.PASSED || phase == Phase.VICTIM) {
      table.setState(entry, StateWord.withPhase(table.state(entry), Phase.WAITING));
      offer(entry);
    }
  }

  /** Changes the mode of a lock that is held. */
  void downgrade(int entry, long ticket) {
    if (table.phaseOf(entry, ticket) == Phase.HELD) {
      table.setState(entry, StateWord.withMode(table.state(entry), LockMode.SHARED));
      offer(entry);
    }
  }

  /** Removes all entries of a process. */
  void sweep(int dead) {
    int end = table.inUse();
    for (int e = 0; e < end; e++) {
      if (table.state(e) != StateWord.FREE && table.slot(e) == dead) {
        remove(e, table.ticket(e));
      }
    }
  }

  /** The entries that hold a lock, or are offered it. */
  List<Integer> holders(LockName name) {
    List<Integer> holders = new ArrayList<>();
    int guard = 0;
    for (int e = table.firstOf(name.hash()); e != LockTable.NONE; e = next(e, guard++)) {
      if (table.phase(e).holds() && table.hasName(e, name)) {
        holders.add(e);
      }
    }
    return holders;
  }

  /** The entries before a waiter for which he has to wait, in their order. */
  List<Integer> inTheWayOf(int waiter) {
    List<Integer> before = new ArrayList<>();
    LockMode mode = table.mode(waiter);
    boolean behind = false;
    int guard = 0;
    for (int e = table.firstOf(table.hash(waiter)); e != LockTable.NONE; e = next(e, guard++)) {
      behind |= e == waiter;
      Phase phase = table.phase(e);
      if (e != waiter
          && (phase.holds() || phase.queues() && !behind)
          && mode.conflictsWith(table.mode(e))
          && table.haveOneName(waiter, e)) {
        before.add(e);
      }
    }
    return before;
  }

  private int next(int entry, int guard) {
    if (guard > LockTable.ENTRIES) {
      throw new DamagedTableException();
    }
    return table.next(entry);
  }

  /**
   * Computes all else from the entries, whatever the table is like. Entries that cannot be right
   * are freed; of holders who exclude each other the first stays.
   */
  void rebuild() {
    List<Integer> right = new ArrayList<>();
    long token = table.tokens().last();
    for (int e = 0; e < LockTable.ENTRIES; e++) {
      if (table.state(e) != StateWord.FREE && table.isRight(e)) {
        right.add(e);
        token = Math.max(token, table.token(e));
      } else {
        table.setState(e, StateWord.FREE);
      }
    }
    right.sort(Comparator.comparingLong(table::ticket));
    table.writeHead();
    table.clearBuckets();
    table.setFirstFree(LockTable.NONE);
    table.setInUse(LockTable.ENTRIES);
    table.tokens().raise(token);
    table.tickets().raise(right.isEmpty() ? 0 : table.ticket(right.get(right.size() - 1)));
    for (int e : right) {
      table.setNext(e, LockTable.NONE);
      append(e);
    }
    right.forEach(this::freeIfImpossible);
    freeTheRest();
    for (int e : right) {
      if (table.state(e) != StateWord.FREE) {
        offer(e);
      }
    }
  }

  private void freeIfImpossible(int entry) {
    boolean impossible =
        StateWord.kind(table.state(entry)) == LockName.Kind.LOCK
            && table.phase(entry).holds()
            && inTheWayOf(entry).stream()
                .anyMatch(e -> table.phase(e).holds() && table.ticket(e) < table.ticket(entry));
    if (impossible) {
      free(entry);
    }
  }

  // What has never been used stays behind the end, so that few entries are looked at.
  private void freeTheRest() {
    int end = LockTable.ENTRIES;
    while (end > 0 && table.state(end - 1) == StateWord.FREE) {
      end--;
    }
    table.setInUse(end);
    table.setFirstFree(LockTable.NONE);
    for (int e = end - 1; e >= 0; e--) {
      if (table.state(e) == StateWord.FREE) {
        table.setNext(e, table.firstFree());
        table.setFirstFree(e);
      }
    }
  }
}
