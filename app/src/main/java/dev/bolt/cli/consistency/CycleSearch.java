package dev.bolt.cli.consistency;

import dev.bolt.cli.consistency.Instants.Arc;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds short cycles of one rule, one for each set of moments that depend on each other. */
final class CycleSearch {

  // Nearly always the first one is such a cycle.
  private static final int MOST_TRIES = 200;

  private final CycleRule rule;
  private final Instants instants;
  private final Components components;

  CycleSearch(CycleRule rule, int transactions, List<Dependency> dependencies) {
    this.rule = rule;
    instants = rule.instants(transactions, dependencies);
    components = new Components(instants);
  }

  /** The dependencies that cycles can be made of. */
  static List<Dependency> entangled(int transactions, List<Dependency> dependencies) {
    Components components = new Components(Instants.serial(transactions, dependencies));
    return dependencies.stream()
        .filter(d -> components.together(d.from().number(), d.to().number()))
        .toList();
  }

  List<Cycle> cycles() {
    List<Cycle> cycles = new ArrayList<>();
    for (List<Integer> members : components.cyclic()) {
      cycle(members).ifPresent(cycles::add);
    }
    return cycles;
  }

  private Optional<Cycle> cycle(List<Integer> members) {
    int tries = 0;
    for (int from : members) {
      for (Arc arc : instants.after(from)) {
        if (arc.why() != null && rule.needs(arc.why()) && components.together(from, arc.to())) {
          Cycle cycle = shortest(from, arc);
          if (rule.matches(cycle.kind())) {
            return Optional.of(cycle);
          }
          if (++tries == MOST_TRIES) {
            return Optional.empty();
          }
        }
      }
    }
    return Optional.empty();
  }

  /** The shortest cycle that begins with an arc. */
  private Cycle shortest(int from, Arc first) {
    Map<Integer, Step> reached = new HashMap<>();
    Deque<Integer> next = new ArrayDeque<>();
    reached.put(first.to(), new Step(from, first));
    next.add(first.to());
    while (!reached.containsKey(from)) {
      int at = next.remove();
      for (Arc arc : instants.after(at)) {
        if (components.together(at, arc.to())
            && reached.putIfAbsent(arc.to(), new Step(at, arc)) == null) {
          next.add(arc.to());
        }
      }
    }
    LinkedList<Dependency> dependencies = new LinkedList<>();
    int at = from;
    do {
      Step step = reached.get(at);
      if (step.arc.why() != null) {
        dependencies.addFirst(step.arc.why());
      }
      at = step.from;
    } while (at != from);
    return new Cycle(dependencies);
  }

  private record Step(int from, Arc arc) {}
}
