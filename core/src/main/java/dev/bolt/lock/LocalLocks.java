package dev.bolt.lock;

import dev.bolt.DatabaseId;
import dev.bolt.os.ProcessIdentity;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What a manager's owners hold and await, and the table where that stands. It knows when the table
 * is another one, and what is lost then.
 *
 * <p>Guarded by its own monitor, which is taken before the section of the table. Thread-safe.
 */
final class LocalLocks {

  /** How long to believe that the file is still the one that is mapped, where speed matters. */
  private static final long TRUST = TimeUnit.MILLISECONDS.toNanos(1);

  private record Key(LockOwner owner, LockName name) {}

  private record Begun(int entry, long ticket, long token, Deadlock deadlock) {}

  private final DatabaseId database;
  private final Refusals refusals;
  private final Map<Key, Held> holdings = new HashMap<>();
  private final Map<LockOwner, Wait> waits = new HashMap<>();
  private final Map<Wait, Phase> announcements = new LinkedHashMap<>();
  private final ConcurrentLinkedQueue<Held> losses = new ConcurrentLinkedQueue<>();
  private volatile Attachment attachment;
  private volatile boolean closed;
  private long seenToken;
  private long lookedAt;

  private LocalLocks(DatabaseId database, Attachment attachment) {
    this.database = database;
    this.refusals = new Refusals(database);
    this.attachment = attachment;
  }

  static LocalLocks open(DatabaseId database) throws SQLException {
    LocalLocks locks = new LocalLocks(database, Attachment.open(database));
    locks.settle();
    return locks;
  }

  Refusals refusals() {
    return refusals;
  }

  DatabaseId database() {
    return database;
  }

  Attachment attachment() {
    return attachment;
  }

  boolean isClosed() {
    return closed;
  }

  /** Whether nothing is held. */
  synchronized boolean isIdle() {
    return holdings.isEmpty();
  }

  /** Does something with the table that is valid. */
  synchronized <T> T run(Section.Work<T> work) throws SQLException {
    checkOpen();
    while (true) {
      Section section = attachment.section();
      try {
        T result = section.run(work);
        wake(section.takeWoken());
        return result;
      } catch (TableRetiredException e) {
        follow();
      }
    }
  }

  private void wake(List<Integer> entries) {
    for (int entry : entries) {
      for (Wait wait : waits.values()) {
        if (wait.entry() == entry) {
          LockSupport.unpark(wait.thread());
        }
      }
    }
  }

  private void checkOpen() throws SQLException {
    if (closed) {
      throw refusals.closed();
    }
  }

  /**
   * Begins to hold a lock, once more or at first, or to wait for it.
   *
   * @return what is held, or null when it waits
   */
  synchronized Held begin(Wait wait) throws SQLException {
    checkOpen();
    Held held = holdings.get(new Key(wait.owner(), wait.name()));
    if (held != null && check(held)) {
      if (wait.mode() == LockMode.EXCLUSIVE && held.mode() == LockMode.SHARED) {
        throw refusals.upgrade(held);
      }
      held.enter(wait.mode());
      return held;
    }
    if (waits.containsKey(wait.owner())) {
      throw refusals.waitsAlready(wait.owner());
    }
    look(TRUST);
    long token = enqueue(wait);
    if (token != 0) {
      return register(wait, token);
    }
    waits.put(wait.owner(), wait);
    return null;
  }

  /** Writes an entry for a wait; returns the token if it holds the lock at once. */
  private long enqueue(Wait wait) throws SQLException {
    Begun begun = run(queues -> enqueued(wait, queues));
    if (begun.deadlock() != null) {
      throw begun.deadlock().exception();
    }
    wait.place(begun.entry(), begun.ticket());
    wait.move(attachment);
    return begun.token();
  }

  private static Begun enqueued(Wait wait, Queues queues) throws SQLException {
    LockTable table = queues.table();
    boolean open = queues.isOpen(wait.name(), wait.mode());
    Phase phase = open ? Phase.HELD : Phase.WAITING;
    int entry = queues.add(wait.name(), wait.mode(), wait.owner(), phase);
    long ticket = table.ticket(entry);
    long token = table.token(entry);
    Deadlock deadlock =
        open || !wait.seeksDeadlocks() ? null : new DeadlockSearch(queues).begin(entry);
    return new Begun(entry, ticket, token, deadlock);
  }

  private Held register(Wait wait, long token) {
    Held held =
        new Held(wait.name(), wait.owner(), wait.entry(), wait.ticket(), token, wait.mode());
    seenToken = Math.max(seenToken, token);
    holdings.put(new Key(wait.owner(), wait.name()), held);
    return held;
  }

  /** Ends a wait whose waiter has taken the lock; null if he has to look again. */
  synchronized Held finish(Wait wait) throws SQLException {
    checkOpen();
    LockTable table = attachment.table();
    if (wait.attachment() != attachment || table.isRetired()) {
      resume(wait);
      return null;
    }
    if (wait.phase(table) != Phase.HELD) {
      return null;
    }
    waits.remove(wait.owner());
    return register(wait, table.token(wait.entry()));
  }

  /** Brings a wait to the table that is valid, with a new place if it has none there. */
  synchronized void resume(Wait wait) throws SQLException {
    checkOpen();
    if (attachment.table().isRetired()) {
      follow();
    }
    wait.move(attachment);
    if (wait.phase(attachment.table()) == Phase.FREE) {
      enqueue(wait);
    }
  }

  /** Puts a waiter back who was passed over. */
  void waitAgain(Wait wait) throws SQLException {
    run(
        queues -> {
          queues.waitAgain(wait.entry(), wait.ticket());
          // Those who came meanwhile did not wait for him, and do now.
          new DeadlockSearch(queues).markIfWaiting(wait.entry(), wait.ticket());
          return null;
        });
  }

  /**
   * Looks whether a wait is the victim of a deadlock.
   *
   * @throws SQLException with SQLState 40P01 when it is; the wait has ended then
   */
  void confirmVictim(Wait wait) throws SQLException {
    Deadlock deadlock =
        run(queues -> new DeadlockSearch(queues).confirm(wait.entry(), wait.ticket()));
    if (deadlock != null) {
      throw deadlock.exception();
    }
  }

  /**
   * Ends a wait because of the time, unless the lock has been offered.
   *
   * @param inTheWay receives who was in the way
   * @return what is held, or null
   */
  synchronized Held giveUp(Wait wait, List<LockEntry> inTheWay) throws SQLException {
    long token = run(queues -> givenUp(wait, queues, inTheWay));
    waits.remove(wait.owner(), wait);
    return token == 0 ? null : register(wait, token);
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
  synchronized void cancel(Wait wait) throws SQLException {
    if (waits.remove(wait.owner(), wait) && !closed) {
      remove(wait.entry(), wait.ticket());
    }
  }

  private void remove(int entry, long ticket) throws SQLException {
    run(
        queues -> {
          queues.remove(entry, ticket);
          return null;
        });
  }

  /**
   * Leaves a lock, once.
   *
   * @throws SQLException with SQLState 55000 when it was lost with its file
   */
  synchronized void release(Held held, LockMode mode) throws SQLException {
    held.leave(mode);
    if (!held.hasEnded()) {
      look(TRUST);
    }
    if (held.hasEnded() || !check(held)) {
      if (held.loss() == Loss.FILE) {
        throw refusals.lost(held);
      }
      return;
    }
    if (!held.isEntered()) {
      end(held, null);
    } else if (mode == LockMode.EXCLUSIVE && held.mode() == LockMode.SHARED) {
      run(
          queues -> {
            queues.downgrade(held.entry(), held.ticket());
            return null;
          });
    }
  }

  /**
   * Removes the entries of a process that is dead, whose kernel lock the caller has.
   *
   * @param at where that kernel lock is: another table is another world
   */
  void sweep(Attachment at, int dead) throws SQLException {
    run(
        queues -> {
          if (queues.table() == at.table()) {
            queues.sweep(dead);
          }
          return null;
        });
  }

  private void end(Held held, Loss loss) throws SQLException {
    forget(held, loss);
    remove(held.entry(), held.ticket());
  }

  private void forget(Held held, Loss loss) {
    holdings.remove(new Key(held.owner(), held.name()), held);
    held.end(loss);
    if (loss != null) {
      losses.add(held);
    }
  }

  /** Whether a lock is held, as far as anybody can tell now. */
  synchronized boolean isValid(Held held) throws SQLException {
    if (closed || held.hasEnded()) {
      return false;
    }
    look(0);
    return check(held);
  }

  private boolean check(Held held) throws SQLException {
    if (attachment.table().isRetired()) {
      follow();
    }
    if (!held.hasEnded() && !held.isIn(attachment.table())) {
      forget(held, Loss.TAKEN);
    }
    return !held.hasEnded();
  }

  /** Follows to another file if the path names one, or none. */
  synchronized void look(long trust) throws SQLException {
    long now = System.nanoTime();
    if (closed || now - lookedAt < trust) {
      return;
    }
    lookedAt = now;
    if (!attachment.isCurrent()) {
      follow();
    }
  }

  /**
   * Looks after all that is held.
   *
   * @return the locks that somebody asks to have let go
   */
  synchronized List<Held> keep() throws SQLException, IOException {
    look(0);
    if (!closed && !attachment.slot().renew()) {
      follow();
    }
    List<Held> asked = new ArrayList<>();
    for (Held held : List.copyOf(holdings.values())) {
      if (check(held) && attachment.table().request(held.entry()) == LetGo.ASKED) {
        asked.add(held);
      }
    }
    return asked;
  }

  /** Answers who asks for a lock. */
  synchronized void answer(Held held, boolean letGo) throws SQLException {
    if (closed || held.hasEnded()) {
      return;
    }
    if (letGo) {
      end(held, Loss.AGREED);
      return;
    }
    run(
        queues -> {
          if (held.isIn(queues.table())) {
            queues.table().setRequest(held.entry(), LetGo.REFUSED);
          }
          return null;
        });
  }

  /** A lock that was lost and of which nobody has been told; null if there is none. */
  Held nextLoss() {
    return losses.poll();
  }

  /** Says that an owner holds or awaits something that this package does not grant. */
  synchronized void announce(Wait wait, Phase phase) throws SQLException {
    look(TRUST);
    write(wait, phase);
    announcements.put(wait, phase);
  }

  private void write(Wait wait, Phase phase) throws SQLException {
    Begun begun = run(queues -> announced(wait, phase, queues));
    if (begun.deadlock() != null) {
      throw begun.deadlock().exception();
    }
    wait.place(begun.entry(), begun.ticket());
  }

  // Who says that he holds closes the cycles of those who wait for him already.
  private static Begun announced(Wait wait, Phase phase, Queues queues) throws SQLException {
    LockTable table = queues.table();
    int entry = queues.add(wait.name(), wait.mode(), wait.owner(), phase);
    long ticket = table.ticket(entry);
    DeadlockSearch search = new DeadlockSearch(queues);
    if (phase == Phase.WAITING) {
      return new Begun(entry, ticket, 0, search.begin(entry));
    }
    queues.waiters(entry).forEach(search::mark);
    return new Begun(entry, ticket, table.token(entry), null);
  }

  /** Takes back what was announced. */
  synchronized void withdraw(Wait wait) throws SQLException {
    if (announcements.remove(wait) != null && !closed) {
      remove(wait.entry(), wait.ticket());
    }
  }

  // The table of before is retired, or its file is gone.
  private void follow() throws SQLException {
    if (!attachment.table().isRetired()) {
      List.copyOf(holdings.values()).forEach(held -> forget(held, Loss.FILE));
    }
    attachment = attachment.again(database);
    settle();
  }

  private synchronized void settle() throws SQLException {
    lookedAt = System.nanoTime();
    run(
        queues -> {
          takePlace(queues);
          return null;
        });
    for (Held held : List.copyOf(holdings.values())) {
      if (!held.isIn(attachment.table())) {
        forget(held, Loss.FILE);
      }
    }
    for (Map.Entry<Wait, Phase> announced : Map.copyOf(announcements).entrySet()) {
      if (announced.getKey().phase(attachment.table()) == Phase.FREE) {
        write(announced.getKey(), announced.getValue());
      }
    }
    waits.values().forEach(wait -> LockSupport.unpark(wait.thread()));
  }

  // What else is there under this slot is left from one who is dead, or from work that was not
  // finished in a file that was given up.
  private void takePlace(Queues queues) {
    LockTable table = queues.table();
    int slot = attachment.slot().number();
    Set<Long> known = new HashSet<>();
    holdings.values().forEach(held -> known.add(held.ticket()));
    waits.values().forEach(wait -> known.add(wait.ticket()));
    announcements.keySet().forEach(wait -> known.add(wait.ticket()));
    table.setProcess(slot, ProcessIdentity.self());
    table.tokens().raise(seenToken);
    for (int entry = 0; entry < table.inUse(); entry++) {
      if (table.state(entry) != StateWord.FREE && table.slot(entry) == slot) {
        long ticket = table.ticket(entry);
        if (!known.contains(ticket)) {
          queues.remove(entry, ticket);
        }
      }
    }
  }

  /** Releases all, and tells those who wait. Idempotent. */
  synchronized void close() throws SQLException, IOException {
    if (closed) {
      return;
    }
    try {
      run(
          queues -> {
            queues.sweep(attachment.slot().number());
            return null;
          });
    } finally {
      closed = true;
      List.copyOf(holdings.values()).forEach(held -> forget(held, null));
      waits.values().forEach(wait -> LockSupport.unpark(wait.thread()));
      attachment.slot().close();
    }
  }
}
