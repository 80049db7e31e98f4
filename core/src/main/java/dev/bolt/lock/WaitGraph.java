package dev.bolt.lock;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who waits for whom, at one moment.
 *
 * <p>An owner who waits waits for those who hold what he waits for. Victims do not wait: they are
 * about to leave. All of it was said at one moment, so a cycle that is found here is one.
 * Immutable.
 */
final class WaitGraph {

  /**
   * One owner in a cycle.
   *
   * @param waiter his wait
   * @param blocker what is in its way, of the owner that comes next
   */
  record Step(Stay waiter, Stay blocker) {}

  private final List<Stay> stays;
  private final Map<Stay.Party, Stay> waiting = new HashMap<>();
  private final Map<Integer, List<Stay>> holders = new HashMap<>();

  WaitGraph(List<Stay> stays) {
    this.stays = stays;
    for (Stay stay : stays) {
      if (stay.phase() == Phase.WAITING) {
        waiting.put(stay.owner(), stay);
      } else if (stay.phase().holds()) {
        holders.computeIfAbsent(stay.resource(), resource -> new ArrayList<>()).add(stay);
      }
    }
  }

  /**
   * The way by which an owner waits for himself, from a wait of his, whatever its phase; empty if
   * there is none.
   *
   * @param entry that of the wait
   */
  List<Step> cycleFrom(int entry) {
    List<Step> path = new ArrayList<>();
    for (Stay stay : stays) {
      if (stay.entry() == entry && search(stay, stay.owner(), path, new HashSet<>())) {
        return path;
      }
    }
    return List.of();
  }

  private boolean search(Stay waiter, Stay.Party target, List<Step> path, Set<Stay.Party> visited) {
    for (Stay blocker : holders.getOrDefault(waiter.resource(), List.of())) {
      if (!blocker.isInTheWayOf(waiter)) {
        continue;
      }
      path.add(new Step(waiter, blocker));
      if (blocker.owner().equals(target)) {
        return true;
      }
      Stay next = waiting.get(blocker.owner());
      if (next != null && visited.add(blocker.owner()) && search(next, target, path, visited)) {
        return true;
      }
      path.remove(path.size() - 1);
    }
    return false;
  }

  /**
   * Whose wait in a cycle is to end: who holds least, of these who got the last of it latest, of
   * these who waits for the shortest time.
   */
  Stay victim(List<Step> cycle) {
    return cycle.stream()
        .map(Step::waiter)
        .min(
            Comparator.comparingLong((Stay stay) -> held(stay.owner()))
                .thenComparing(Comparator.comparingLong((Stay s) -> last(s.owner())).reversed())
                .thenComparing(Comparator.comparingLong(Stay::ticket).reversed()))
        .orElseThrow();
  }

  private long held(Stay.Party owner) {
    return stays.stream().filter(s -> s.phase().holds() && s.owner().equals(owner)).count();
  }

  private long last(Stay.Party owner) {
    return stays.stream()
        .filter(s -> s.phase().holds() && s.owner().equals(owner))
        .mapToLong(Stay::since)
        .max()
        .orElse(0);
  }
}
