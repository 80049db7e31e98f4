package dev.bolt.lock;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The table in which the processes of a user say who waits for what, and what these hold. It has
 * the form of a table of locks, and grants nothing.
 *
 * <p>Guarded by the monitor of its {@link CurrentTable}. Thread-safe.
 */
final class WaitBoard implements CurrentTable.Tenant {

  private final CurrentTable table;
  private final Set<Claims> all = new HashSet<>();

  private WaitBoard(LockFolder folder) throws SQLException {
    this.table = CurrentTable.open(folder, this);
  }

  static WaitBoard open(LockFolder folder) throws SQLException {
    WaitBoard board = new WaitBoard(folder);
    board.table.settle();
    return board;
  }

  /**
   * Says that a thread waits.
   *
   * @throws SQLException with SQLState 53400 when the table is full
   */
  Claims announce(LockOwner who, List<HeldResource> held, LockName awaited, LockMode wanted)
      throws SQLException {
    synchronized (table) {
      table.look(CurrentTable.TRUST);
      Claims claims =
          new Claims(
              held, wanted, table.run(queues -> written(queues, who, held, awaited, wanted)));
      all.add(claims);
      return claims;
    }
  }

  private static List<Claims.Place> written(
      Queues queues, LockOwner who, List<HeldResource> held, LockName awaited, LockMode wanted)
      throws SQLException {
    List<Claims.Place> places = new ArrayList<>();
    try {
      for (HeldResource each : held) {
        Claims.Place place =
            add(queues, LockName.resource(each.name()), each.mode(), who, Phase.HELD);
        places.add(place);
        queues.table().setToken(place.entry(), Math.max(1, each.since()));
        queues.table().setSince(place.entry(), millis(each.since()));
      }
      places.add(add(queues, awaited, wanted, who, Phase.WAITING));
      return places;
    } catch (SQLException e) {
      places.forEach(place -> queues.remove(place.entry(), place.ticket()));
      throw e;
    }
  }

  private static Claims.Place add(
      Queues queues, LockName name, LockMode mode, LockOwner who, Phase phase) throws SQLException {
    int entry = queues.add(name, mode, who, phase);
    return new Claims.Place(entry, queues.table().ticket(entry));
  }

  private static long millis(long since) {
    return LockClock.millis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
  }

  /** Whether what was said stands there. */
  boolean has(Claims claims) throws SQLException {
    synchronized (table) {
      table.look(CurrentTable.TRUST);
      return phase(claims) != Phase.FREE;
    }
  }

  /** Whether a wait was chosen to end. */
  boolean isVictim(Claims claims) {
    return phase(claims) == Phase.VICTIM;
  }

  private Phase phase(Claims claims) {
    Claims.Place place = claims.awaited();
    return table.attachment().table().phaseOf(place.entry(), place.ticket());
  }

  /** What was said is so no longer. */
  void withdraw(Claims claims) throws SQLException {
    synchronized (table) {
      if (all.remove(claims)) {
        table.run(
            queues -> {
              claims.places().forEach(place -> queues.remove(place.entry(), place.ticket()));
              return null;
            });
      }
    }
  }

  /** Looks for the deadlocks in which a wait is, and chooses a victim of each. */
  void search(Claims claims) throws SQLException {
    if (removeDead(claims)) {
      Claims.Place place = claims.awaited();
      table.run(
          queues -> {
            new DeadlockSearch(queues).mark(place.entry(), place.ticket());
            return null;
          });
    }
  }

  /**
   * Looks whether a victim is one still.
   *
   * @throws SQLException with SQLState 40P01 when it is
   */
  void confirm(Claims claims) throws SQLException {
    removeDead(claims);
    Claims.Place place = claims.awaited();
    Deadlock deadlock =
        table.run(queues -> new DeadlockSearch(queues).confirm(place.entry(), place.ticket()));
    if (deadlock != null) {
      throw deadlock.exception();
    }
  }

  // Who is dead waits for nobody. That is asked of the kernel, and so not inside the section.
  private boolean removeDead(Claims claims) throws SQLException {
    Claims.Place place = claims.awaited();
    while (true) {
      List<Integer> slots =
          table.run(
              queues -> new DeadlockSearch(queues).slotsOfCycle(place.entry(), place.ticket()));
      boolean removed = false;
      for (int slot : slots) {
        removed |= table.sweepIfDead(slot);
      }
      if (!removed) {
        return !slots.isEmpty();
      }
    }
  }

  @Override
  public void addTickets(Set<Long> known) {
    for (Claims claims : all) {
      claims.places().forEach(place -> known.add(place.ticket()));
    }
  }

  /** Nobody has tokens of this table. */
  @Override
  public long seenToken() {
    return 0;
  }

  @Override
  public void wake(int entry) {
    for (Claims claims : all) {
      if (claims.awaited().entry() == entry) {
        LockSupport.unpark(claims.thread());
      }
    }
  }

  // Who waits looks from time to time whether his entries are there, and writes them again.
  @Override
  public void fileLost() {
    all.clear();
  }

  @Override
  public void moved() {
    all.forEach(claims -> LockSupport.unpark(claims.thread()));
  }
}
