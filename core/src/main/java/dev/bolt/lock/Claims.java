package dev.bolt.lock;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a thread that waits has said on the board: what it holds and what it waits for. Immutable.
 */
final class Claims {

  /**
   * An entry.
   *
   * @param entry its number
   * @param ticket that of the stay that is meant
   */
  record Place(int entry, long ticket) {}

  private final Thread thread = Thread.currentThread();
  private final Map<String, LockMode> held;
  private final LockMode wanted;
  private final List<Place> places;

  /**
   * What was said.
   *
   * @param places an entry for each thing that is held, and behind these one for the wait
   */
  Claims(List<HeldResource> held, LockMode wanted, List<Place> places) {
    this.held = modes(held);
    this.wanted = wanted;
    this.places = List.copyOf(places);
  }

  Thread thread() {
    return thread;
  }

  List<Place> places() {
    return places;
  }

  /** The entry of the wait. */
  Place awaited() {
    return places.get(places.size() - 1);
  }

  /** Whether this is what would be said now. */
  boolean say(List<HeldResource> nowHeld, LockMode nowWanted) {
    return wanted == nowWanted && isOf(nowHeld);
  }

  /** Whether what is held now is what was said to be. */
  boolean isOf(List<HeldResource> nowHeld) {
    return held.equals(modes(nowHeld));
  }

  private static Map<String, LockMode> modes(List<HeldResource> held) {
    Map<String, LockMode> modes = new HashMap<>();
    held.forEach(each -> modes.put(each.name(), each.mode()));
    return modes;
  }
}
