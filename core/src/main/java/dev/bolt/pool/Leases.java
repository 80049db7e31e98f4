package dev.bolt.pool;

import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The leases that are out, so that whoever waits can be told who has the connections. Thread-safe.
 *
 * <p>Each has a place in an array, taken and left with one compare-and-set; a thread begins to look
 * at a place of its own, so that threads seldom meet. There are as many places as connections, and
 * a place is left before the connection is given back, so that one is always free. Who closes the
 * connection instead of the lease leaves no place: such a one is taken as if it were free.
 */
final class Leases {
  private static final Comparator<Lease> BY_AGE =
      (first, second) -> Long.signum(first.since() - second.since());

  private final AtomicReferenceArray<Lease> places;

  Leases(int size) {
    places = new AtomicReferenceArray<>(size);
  }

  /** Notes a lease. */
  void add(Lease lease) {
    int place = (int) (lease.thread().getId() % places.length());
    while (true) {
      Lease there = places.get(place);
      lease.place(place);
      if ((there == null || there.isGivenBack()) && places.compareAndSet(place, there, lease)) {
        return;
      }
      place = place + 1 == places.length() ? 0 : place + 1;
    }
  }

  /** Forgets a lease; false when it was forgotten before. */
  boolean remove(Lease lease) {
    return places.compareAndSet(lease.place(), lease, null);
  }

  /** The one that has been out for the longest time. */
  Optional<Lease> longest() {
    return out().min(BY_AGE);
  }

  /** The one that has been out for the shortest time. */
  Optional<Lease> latest() {
    return out().max(BY_AGE);
  }

  private Stream<Lease> out() {
    return IntStream.range(0, places.length())
        .mapToObj(places::get)
        .filter(lease -> lease != null && !lease.isGivenBack());
  }
}
