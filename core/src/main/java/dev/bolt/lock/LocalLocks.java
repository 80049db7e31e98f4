package dev.bolt.lock;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a manager's owners hold and await, and how that follows what the table says.
 *
 * <p>Guarded by the monitor of the {@link CurrentTable}. Thread-safe.
 */
final class LocalLocks implements CurrentTable.Tenant, DeadlockWatch.Source {

  private record Begun(int entry, long ticket, long token) {}

  private final Holdings holdings = new Holdings();
  private final Lines lines = new Lines();
  private final CurrentTable table;

  private LocalLocks(LockFolder folder) throws SQLException {
    this.table = CurrentTable.open(folder, this);
  }

  static LocalLocks open(LockFolder folder) throws SQLException {
    LocalLocks locks = new LocalLocks(folder);
    locks.table.settle();
    return locks;
  }

  CurrentTable table() {
    return table;
  }

  /** Whether nothing is held. */
  boolean isIdle() {
    synchronized (table) {
      return holdings.isEmpty();
    }
  }

  /**
   * Begins to hold a lock, once more or at first, or to wait for it.
   *
   * @return what is held, or null when it waits
   */
  Held begin(Wait wait) throws SQLException {
    synchronized (table) {
      table.checkOpen();
      Held held = holdings.of(wait.owner(), wait.name());
      if (held != null && check(held)) {
        if (wait.mode() == LockMode.EXCLUSIVE && held.mode() == LockMode.SHARED) {
          throw table.refusals().upgrade(held);
        }
        held.enter(wait.mode());
        return held;
      }
      if (lines.hasWaitOf(wait.owner())) {
        throw table.refusals().waitsAlready(wait.owner());
      }
      table.look(CurrentTable.TRUST);
      long token = enqueue(wait);
      if (token != 0) {
        return register(wait, token);
      }
      lines.add(wait);
      return null;
    }
  }

  /** Writes an entry for a wait; returns the token if it holds the lock at once. */
  private long enqueue(Wait wait) throws SQLException {
    Begun begun = table.run(queues -> enqueued(wait, queues));
    wait.place(begun.entry(), begun.ticket());
    wait.move(table.attachment());
    return begun.token();
  }

  private static Begun enqueued(Wait wait, Queues queues) throws SQLException {
    LockTable table = queues.table();
    boolean open = queues.isOpen(wait.name(), wait.mode());
    Phase phase = open ? Phase.HELD : Phase.WAITING;
    int entry = queues.add(wait.name(), wait.mode(), wait.owner(), phase);
    return new Begun(entry, table.ticket(entry), table.token(entry));
  }

  private Held register(Wait wait, long token) {
    Held held =
        new Held(wait.name(), wait.owner(), wait.entry(), wait.ticket(), token, wait.mode());
    holdings.add(held);
    return held;
  }

  /** Ends a wait whose waiter has taken the lock; null if he has to look again. */
  Held finish(Wait wait) throws SQLException {
    synchronized (table) {
      table.checkOpen();
      LockTable now = table.attachment().table();
      if (wait.attachment() != table.attachment() || now.isRetired()) {
        resume(wait);
        return null;
      }
      if (wait.phase(now) != Phase.HELD) {
        return null;
      }
      lines.remove(wait);
      return register(wait, now.token(wait.entry()));
    }
  }

  /** Brings a wait to the table that is valid, with a new place if it has none there. */
  void resume(Wait wait) throws SQLException {
    synchronized (table) {
      table.checkOpen();
      table.followIfRetired();
      wait.move(table.attachment());
      if (wait.phase(table.attachment().table()) == Phase.FREE) {
        enqueue(wait);
      }
    }
  }

  /** Puts a waiter back who was passed over. */
  void waitAgain(Wait wait) throws SQLException {
    table.run(
        queues -> {
          queues.waitAgain(wait.entry(), wait.ticket());
          return null;
        });
  }

  /**
   * Ends a wait because of the time, unless the lock has been offered.
   *
   * @param inTheWay receives who was in the way
   * @return what is held, or null
   */
  Held giveUp(Wait wait, List<LockEntry> inTheWay) throws SQLException {
    synchronized (table) {
      long token = table.run(queues -> givenUp(wait, queues, inTheWay));
      lines.remove(wait);
      return token == 0 ? null : register(wait, token);
    }
  }

  private static long givenUp(Wait wait, Queues queues, List<LockEntry> inTheWay) {
    LockTable table = queues.table();
    int entry = wait.entry();
    Phase phase = wait.phase(table);
    if (phase.holds()) {
      table.setState(entry, StateWord.withPhase(table.state(entry), Phase.HELD));
      return table.token(entry);
    }
    inTheWay.clear();
    if (phase != Phase.FREE) {
      Snapshot snapshot = new Snapshot(table);
      queues.inTheWayOf(entry).forEach(e -> inTheWay.add(snapshot.entry(e)));
      queues.remove(entry, wait.ticket());
    }
    return 0;
  }

  /** Ends a wait, if it has not ended. */
  void cancel(Wait wait) throws SQLException {
    synchronized (table) {
      if (lines.remove(wait) && !table.isClosed()) {
        table.remove(wait.entry(), wait.ticket());
      }
    }
  }

  /**
   * Whom a wait is really for: who stands behind somebody that wants the lock for himself waits, as
   * that one does, for all who hold it.
   */
  LockMode effectiveMode(Wait wait) throws SQLException {
    return table.run(
        queues ->
            wait.phase(queues.table()) == Phase.WAITING
                    && queues.inTheWayOf(wait.entry()).stream()
                        .anyMatch(e -> queues.table().phase(e).queues())
                ? LockMode.EXCLUSIVE
                : wait.mode());
  }

  /**
   * Leaves a lock, once.
   *
   * @throws SQLException with SQLState 55000 when it was lost with its file
   */
  void release(Held held, LockMode mode) throws SQLException {
    synchronized (table) {
      held.leave(mode);
      if (!held.hasEnded()) {
        table.look(CurrentTable.TRUST);
      }
      if (held.hasEnded() || !check(held)) {
        if (held.loss() == Loss.FILE) {
          throw table.refusals().lost(held);
        }
        return;
      }
      if (!held.isEntered()) {
        end(held, null);
      } else if (mode == LockMode.EXCLUSIVE && held.mode() == LockMode.SHARED) {
        table.run(
            queues -> {
              queues.downgrade(held.entry(), held.ticket());
              return null;
            });
      }
    }
  }

  private void end(Held held, Loss loss) throws SQLException {
    holdings.forget(held, loss);
    table.remove(held.entry(), held.ticket());
  }

  /** Whether a lock is held, as far as anybody can tell now. */
  boolean isValid(Held held) throws SQLException {
    synchronized (table) {
      if (table.isClosed() || held.hasEnded()) {
        return false;
      }
      table.look(0);
      return check(held);
    }
  }

  private boolean check(Held held) throws SQLException {
    table.followIfRetired();
    if (!held.hasEnded() && !held.isIn(table.attachment().table())) {
      holdings.forget(held, Loss.TAKEN);
    }
    return !held.hasEnded();
  }

  /**
   * Looks after all that is held.
   *
   * @return the locks that somebody asks to have let go
   */
  List<Held> keep() throws SQLException, IOException {
    synchronized (table) {
      table.renew();
      List<Held> asked = new ArrayList<>();
      for (Held held : holdings.all()) {
        if (check(held) && table.attachment().table().request(held.entry()) == LetGo.ASKED) {
          asked.add(held);
        }
      }
      return asked;
    }
  }

  /** Answers who asks for a lock. */
  void answer(Held held, boolean letGo) throws SQLException {
    synchronized (table) {
      if (table.isClosed() || held.hasEnded()) {
        return;
      }
      if (letGo) {
        end(held, Loss.AGREED);
        return;
      }
      table.run(
          queues -> {
            if (held.isIn(queues.table())) {
              queues.table().setRequest(held.entry(), LetGo.REFUSED);
            }
            return null;
          });
    }
  }

  /** A lock that was lost and of which nobody has been told; null if there is none. */
  Held nextLoss() {
    return holdings.nextLoss();
  }

  /** What to call a lock where it is one thing among others. */
  String resource(LockName name) {
    return "the lock '" + name + "' of " + table.folder();
  }

  @Override
  public List<HeldResource> heldBy(LockOwner owner) {
    synchronized (table) {
      List<HeldResource> held = new ArrayList<>();
      for (Held each : holdings.all()) {
        if (each.owner().equals(owner)) {
          held.add(new HeldResource(resource(each.name()), each.mode(), each.since()));
        }
      }
      return held;
    }
  }

  @Override
  public void addTickets(Set<Long> known) {
    holdings.all().forEach(held -> known.add(held.ticket()));
    lines.all().forEach(wait -> known.add(wait.ticket()));
  }

  @Override
  public long seenToken() {
    return holdings.seenToken();
  }

  @Override
  public void wake(int entry) {
    lines.wake(entry);
  }

  @Override
  public void fileLost() {
    holdings.forgetAll(Loss.FILE);
  }

  @Override
  public void moved() {
    for (Held held : holdings.all()) {
      if (!held.isIn(table.attachment().table())) {
        holdings.forget(held, Loss.FILE);
      }
    }
    lines.wakeAll();
  }

  /** Releases all, and tells those who wait. Idempotent. */
  void close() throws SQLException, IOException {
    synchronized (table) {
      try {
        table.close();
      } finally {
        holdings.forgetAll(null);
        lines.wakeAll();
      }
    }
  }
}
