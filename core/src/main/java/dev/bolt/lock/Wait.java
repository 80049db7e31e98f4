package dev.bolt.lock;

/**
 * One wait of an owner. Its place is guarded by the monitor of {@link LocalLocks} and read by its
 * own thread, which alone lets it be changed.
 */
final class Wait {

  private final LockName name;
  private final LockMode mode;
  private final LockOwner owner;
  private final boolean seeksDeadlocks;
  private final Thread thread = Thread.currentThread();
  private Attachment attachment;
  private int entry = LockTable.NONE;
  private long ticket;

  Wait(LockName name, LockMode mode, LockOwner owner, boolean seeksDeadlocks) {
    this.name = name;
    this.mode = mode;
    this.owner = owner;
    this.seeksDeadlocks = seeksDeadlocks;
  }

  LockName name() {
    return name;
  }

  LockMode mode() {
    return mode;
  }

  LockOwner owner() {
    return owner;
  }

  /** Whether it lasts, so that it may close a cycle. */
  boolean seeksDeadlocks() {
    return seeksDeadlocks;
  }

  Thread thread() {
    return thread;
  }

  Attachment attachment() {
    return attachment;
  }

  int entry() {
    return entry;
  }

  long ticket() {
    return ticket;
  }

  void move(Attachment to) {
    attachment = to;
  }

  void place(int inEntry, long withTicket) {
    entry = inEntry;
    ticket = withTicket;
  }

  /** What a table says of it. */
  Phase phase(LockTable table) {
    return entry == LockTable.NONE ? Phase.FREE : table.phaseOf(entry, ticket);
  }
}
