package dev.bolt.lock;

/**
 * One stay of an owner at a lock, however often he has entered it. Guarded by the monitor of the
 * {@link CurrentTable}, but for what is final or volatile.
 */
final class Held {

  private final LockName name;
  private final LockOwner owner;
  private final int entry;
  private final long ticket;
  private final long token;
  private final long since = System.nanoTime();
  private int exclusive;
  private int shared;
  private volatile boolean ended;
  private volatile Loss loss;

  Held(LockName name, LockOwner owner, int entry, long ticket, long token, LockMode mode) {
    this.name = name;
    this.owner = owner;
    this.entry = entry;
    this.ticket = ticket;
    this.token = token;
    enter(mode);
  }

  LockName name() {
    return name;
  }

  LockOwner owner() {
    return owner;
  }

  int entry() {
    return entry;
  }

  long ticket() {
    return ticket;
  }

  long token() {
    return token;
  }

  /** Since when, by {@link System#nanoTime}. */
  long since() {
    return since;
  }

  /** How the table has it. */
  LockMode mode() {
    return exclusive > 0 ? LockMode.EXCLUSIVE : LockMode.SHARED;
  }

  void enter(LockMode mode) {
    if (mode == LockMode.EXCLUSIVE) {
      exclusive++;
    } else {
      shared++;
    }
  }

  void leave(LockMode mode) {
    if (mode == LockMode.EXCLUSIVE) {
      exclusive--;
    } else {
      shared--;
    }
  }

  boolean isEntered() {
    return exclusive + shared > 0;
  }

  /** Whether it is over, in whatever way. */
  boolean hasEnded() {
    return ended;
  }

  /** Why it ended without a release; null if it did not. */
  Loss loss() {
    return loss;
  }

  void end(Loss why) {
    loss = why;
    ended = true;
  }

  /** Whether a table still has it. */
  boolean isIn(LockTable table) {
    return table.phaseOf(entry, ticket) == Phase.HELD;
  }
}
