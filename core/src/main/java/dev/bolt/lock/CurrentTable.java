package dev.bolt.lock;

import dev.bolt.election.KernelLock;
import dev.bolt.os.ProcessIdentity;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The table that is valid now, as one tenant of it sees it: finds out when its file is another one,
 * follows there, and clears away what is left under its place.
 *
 * <p>Its own monitor guards it, is taken before the section of the table, and guards the tenant
 * too. Thread-safe.
 */
final class CurrentTable {

  /** How long to believe that the file is still the one that is mapped, where speed matters. */
  static final long TRUST = TimeUnit.MILLISECONDS.toNanos(1);

  /** Who has entries in the table. Called with the monitor of the table held. */
  interface Tenant {
    /** Adds the tickets of all its entries. */
    void addTickets(Set<Long> known);

    /** The largest token that it has seen. */
    long seenToken();

    /** A waiter of its own has to look at his entry. */
    void wake(int entry);

    /** The file is gone, with all that was in it. */
    void fileLost();

    /** The table is another one, which may have its entries, or not. */
    void moved() throws SQLException;
  }

  private final LockFolder folder;
  private final Refusals refusals;
  private final Tenant tenant;
  private volatile Attachment attachment;
  private volatile boolean closed;
  private long lookedAt;

  private CurrentTable(LockFolder folder, Tenant tenant, Attachment attachment) {
    this.folder = folder;
    this.refusals = new Refusals(folder.toString());
    this.tenant = tenant;
    this.attachment = attachment;
  }

  /** Takes a place at the table in a folder; {@link #settle} is to follow. */
  static CurrentTable open(LockFolder folder, Tenant tenant) throws SQLException {
    return new CurrentTable(folder, tenant, Attachment.open(folder));
  }

  Refusals refusals() {
    return refusals;
  }

  LockFolder folder() {
    return folder;
  }

  Attachment attachment() {
    return attachment;
  }

  boolean isClosed() {
    return closed;
  }

  void checkOpen() throws SQLException {
    if (closed) {
      throw refusals.closed();
    }
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
      tenant.wake(entry);
    }
  }

  /** Ends a stay, if it has not ended. */
  void remove(int entry, long ticket) throws SQLException {
    run(
        queues -> {
          queues.remove(entry, ticket);
          return null;
        });
  }

  // Another table than that where the kernel lock is would be another world.
  private void sweep(Attachment at, int dead) throws SQLException {
    run(
        queues -> {
          if (queues.table() == at.table()) {
            queues.sweep(dead);
          }
          return null;
        });
  }

  /**
   * Removes the entries of a process if it is dead; the kernel is asked, so no section may be
   * entered meanwhile. Its kernel lock is kept until they are gone, so that nobody has new ones in
   * their place.
   *
   * @return whether it was dead
   */
  boolean sweepIfDead(int slot) throws SQLException {
    Attachment at = attachment;
    try (KernelLock left = at.slot().takeFromDead(slot).orElse(null)) {
      if (left != null) {
        sweep(at, slot);
      }
      return left != null;
    } catch (IOException e) {
      // Closing has failed, so it was open, and what it is about is done.
      return true;
    }
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

  /** The same where the table says so itself. */
  synchronized void followIfRetired() throws SQLException {
    if (attachment.table().isRetired()) {
      follow();
    }
  }

  /** Makes sure that the file and the kernel lock of the place are those of the path. */
  synchronized void renew() throws SQLException, IOException {
    look(0);
    if (!closed && !attachment.slot().renew()) {
      follow();
    }
  }

  // The table of before is retired, or its file is gone.
  private void follow() throws SQLException {
    if (!attachment.table().isRetired()) {
      tenant.fileLost();
    }
    attachment = attachment.again(folder);
    settle();
  }

  /** Says who is here, and removes what he does not know of. */
  synchronized void settle() throws SQLException {
    lookedAt = System.nanoTime();
    Set<Long> known = new HashSet<>();
    tenant.addTickets(known);
    run(
        queues -> {
          takePlace(queues, known);
          return null;
        });
    tenant.moved();
  }

  // What else is there under this slot is left from one who is dead, or from work that was not
  // finished in a file that was given up.
  private void takePlace(Queues queues, Set<Long> known) {
    LockTable table = queues.table();
    int slot = attachment.slot().number();
    table.setProcess(slot, ProcessIdentity.self());
    table.tokens().raise(tenant.seenToken());
    for (int entry = 0; entry < table.inUse(); entry++) {
      if (table.state(entry) != StateWord.FREE && table.slot(entry) == slot) {
        long ticket = table.ticket(entry);
        if (!known.contains(ticket)) {
          queues.remove(entry, ticket);
        }
      }
    }
  }

  /** Removes all entries and gives the place up. Idempotent. */
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
      attachment.slot().close();
    }
  }
}
