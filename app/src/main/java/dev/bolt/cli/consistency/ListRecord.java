package dev.bolt.cli.consistency;

import dev.bolt.cli.history.Transaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a history tells of one list: who appended what, and who read what. */
final class ListRecord {

  private final int key;
  private final Map<Long, Transaction> writers = new LinkedHashMap<>();
  private final Map<Long, Long> successors = new LinkedHashMap<>();
  private final List<Observation> observations = new ArrayList<>();

  ListRecord(int key) {
    this.key = key;
  }

  int key() {
    return key;
  }

  /**
   * Notes an append.
   *
   * @param before what the same transaction had appended to the list before, the last at the end
   */
  void append(long value, Transaction writer, List<Long> before) {
    if (writers.put(value, writer) != null) {
      throw new IllegalArgumentException(
          "two operations append " + value + " to list " + key + ", so who wrote it is unknown");
    }
    if (!before.isEmpty()) {
      successors.put(before.get(before.size() - 1), value);
    }
  }

  void observe(Observation observation) {
    observations.add(observation);
  }

  /** The values that transactions have appended or tried to, and who did. */
  Map<Long, Transaction> writers() {
    return writers;
  }

  /** What the transaction that appended a value appended to the list next, or null. */
  Long successor(long value) {
    return successors.get(value);
  }

  /** What was read, in the order in which the readers began. */
  List<Observation> observations() {
    return observations;
  }
}
