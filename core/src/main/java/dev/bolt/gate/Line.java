package dev.bolt.gate;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads of this process that wait at the gate, in order. The ticket of the first is that of
 * the process; the others are parked until they are first. Thread-safe.
 */
final class Line {

  /** The place of the current thread; compared by identity. */
  static final class Place {
    private final Thread thread = Thread.currentThread();
    private final long ticket;

    private Place(long ticket) {
      this.ticket = ticket;
    }

    long ticket() {
      return ticket;
    }
  }

  private final GateFile file;
  private final ProcessSlot slot;
  private final Queue<Place> places = new ConcurrentLinkedQueue<>();

  Line(GateFile file, ProcessSlot slot) {
    this.file = file;
    this.slot = slot;
  }

  /** Whether nobody waits, here or in another process. */
  boolean isEmptyEverywhere() {
    return places.isEmpty() && !file.anyTicket();
  }

  /** Stands at the end, with a new ticket. */
  Place join() {
    Place place = new Place(file.nextTicket());
    places.add(place);
    return place;
  }

  boolean isFirst(Place place) {
    return places.peek() == place;
  }

  /** Publishes the ticket of the first place, unless it stands there. */
  void publish(Place first) {
    if (file.ticket(slot.number()) != first.ticket) {
      slot.introduce();
      file.publishTicket(slot.number(), first.ticket);
    }
  }

  /** Leaves the line, and wakes who is first then. */
  void leave(Place place) {
    boolean wasFirst = isFirst(place);
    places.remove(place);
    if (!wasFirst) {
      return;
    }
    Place next = places.peek();
    // Who joins in between finds his ticket overwritten, and publishes it again.
    file.publishTicket(slot.number(), next == null ? 0 : next.ticket);
    if (next != null) {
      LockSupport.unpark(next.thread);
    }
  }
}
