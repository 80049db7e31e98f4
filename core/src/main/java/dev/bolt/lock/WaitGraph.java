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
 * <p>An owner who waits waits for those in his way: holders, and who stands before him in the queue
 * and cannot share with him. Victims do not wait: they are about to leave. All of it was so at one
 * moment, so a cycle that is found here is one. Immutable.
 */
final class WaitGraph {

  /**
   * One owner in a cycle.
   *
   * @param waiter his wait
   * @param blocker in whose way it is, of the owner that comes next
   */
  record Step(Stay waiter, Stay blocker) {}

  private final List<Stay> stays;
  private final Map<Stay.Party, List<Stay>> waiting = new HashMap<>();

  WaitGraph(List<Stay> stays) {
    this.stays = stays;
    for (Stay stay : stays) {
      if (stay.phase() == Phase.WAITING || stay.phase() == Phase.PASSED) {
        waiting.computeIfAbsent(stay.owner(), owner -> new ArrayList<>()).add(stay);
      }
    }
  }

  /**
   * The way by which an owner waits for himself, from one wait of his, whatever its phase; empty if
   * there is none.
   */
  List<Step> cycleFrom(Stay start) {
    List<Step> path = new ArrayList<>();
    return search(start, start.owner(), path, new HashSet<>()) ? path : List.of();
  }

  private boolean search(Stay waiter, Stay.Party target, List<Step> path, Set<Stay.Party> visited) {
    for (Stay blocker : stays) {
      if (!blocker.isInTheWayOf(waiter)) {
        continue;
      }
      path.add(new Step(waiter, blocker));
      if (blocker.owner().equals(target)) {
        return true;
      }
      if (visited.add(blocker.owner())) {
        for (Stay next : waiting.getOrDefault(blocker.owner(), List.of())) {
          if (search(next, target, path, visited)) {
            return true;
          }
        }
      }
      path.remove(path.size() - 1);
    }
    return false;
  }

  /**
   * Whose wait in a cycle is to end: who holds least, of these whose last lock is youngest, of
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
        .mapToLong(Stay::token)
        .max()
        .orElse(0);
  }
}
