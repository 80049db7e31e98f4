package dev.bolt.cli.consistency;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Finds the sets of moments that all must come before each other: the strongly connected components
 * (Tarjan, 1972), with a stack of its own, as histories are longer than a thread's stack is deep.
 */
final class Components {

  private static final int UNSEEN = -1;

  private final Instants instants;
  private final int[] order;
  private final int[] lowest;
  private final int[] nextArc;
  private final int[] component;
  private final Deque<Integer> open = new ArrayDeque<>();
  private final List<List<Integer>> cyclic = new ArrayList<>();
  private int seen;
  private int components;

  Components(Instants instants) {
    this.instants = instants;
    order = filled(instants.count());
    lowest = new int[instants.count()];
    nextArc = new int[instants.count()];
    component = filled(instants.count());
    for (int instant = 0; instant < instants.count(); instant++) {
      if (order[instant] == UNSEEN) {
        explore(instant);
      }
    }
  }

  private static int[] filled(int length) {
    int[] array = new int[length];
    Arrays.fill(array, UNSEEN);
    return array;
  }

  private void explore(int root) {
    Deque<Integer> path = new ArrayDeque<>();
    enter(root, path);
    while (!path.isEmpty()) {
      int at = path.peek();
      if (nextArc[at] < instants.after(at).size()) {
        int to = instants.after(at).get(nextArc[at]++).to();
        if (order[to] == UNSEEN) {
          enter(to, path);
        } else if (component[to] == UNSEEN) {
          lowest[at] = Math.min(lowest[at], order[to]);
        }
      } else {
        path.pop();
        if (!path.isEmpty()) {
          lowest[path.peek()] = Math.min(lowest[path.peek()], lowest[at]);
        }
        if (lowest[at] == order[at]) {
          close(at);
        }
      }
    }
  }

  private void enter(int instant, Deque<Integer> path) {
    order[instant] = seen;
    lowest[instant] = seen++;
    open.push(instant);
    path.push(instant);
  }

  private void close(int root) {
    List<Integer> members = new ArrayList<>();
    int member;
    do {
      member = open.pop();
      component[member] = components;
      members.add(member);
    } while (member != root);
    components++;
    if (members.size() > 1) {
      cyclic.add(members);
    }
  }

  /** Those of more than one moment. */
  List<List<Integer>> cyclic() {
    return cyclic;
  }

  /** Whether two moments must come before each other. */
  boolean together(int one, int other) {
    return component[one] == component[other];
  }
}
