package dev.bolt.lock;

/**
 * One wait of an owner. Its place is guarded by the monitor of the {@link CurrentTable} and read by
 * its own thread, which alone lets it be changed.
 */
final class Wait {

  private final LockName name;
  private final LockMode mode;
  private final LockOwner owner;
  private final Thread thread = Thread.currentThread();
  private Attachment attachment;
  private int entry = LockTable.NONE;
  private long ticket;
  private volatile boolean leads;

  Wait(LockName name, LockMode mode, LockOwner owner) {
    this.name = name;
    this.mode = mode;
    this.owner = owner;
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

  /** Whether it is one of the first of its line, and so has to look at the table. */
  boolean leads() {
    return leads;
  }

  void lead() {
    leads = true;
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
