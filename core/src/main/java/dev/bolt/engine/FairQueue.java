package dev.bolt.engine;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A queue in which parties take turns: the first of one, then the first of the next; those of a
 * party in the order in which they came. So who has many in it delays others no more than who has
 * one. Not thread-safe.
 */
final class FairQueue<T> {

  /** Parties in the order of their turns; none is empty. */
  private final LinkedHashMap<Long, ArrayDeque<T>> parties = new LinkedHashMap<>();

  void add(long party, T element) {
    parties.computeIfAbsent(party, p -> new ArrayDeque<>(4)).add(element);
  }

  boolean isEmpty() {
    return parties.isEmpty();
  }

  /** Takes out who is next; null when there is nobody. */
  T poll() {
    Iterator<Map.Entry<Long, ArrayDeque<T>>> first = parties.entrySet().iterator();
    if (!first.hasNext()) {
      return null;
    }
    Map.Entry<Long, ArrayDeque<T>> party = first.next();
    long number = party.getKey();
    ArrayDeque<T> elements = party.getValue();
    first.remove();
    T next = elements.poll();
    if (!elements.isEmpty()) {
      parties.put(number, elements);
    }
    return next;
  }

  /** Takes out somebody, if he is in it. */
  void remove(long party, T element) {
    ArrayDeque<T> elements = parties.get(party);
    if (elements != null && elements.remove(element) && elements.isEmpty()) {
      parties.remove(party);
    }
  }
}
