package dev.bolt.cli.workload;

import dev.bolt.cli.history.ListOperation;
import dev.bolt.cli.history.ListOperation.Read;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The lists that are in use at a time: few, so that clients get into each other's way, and others
 * after some time, so that lists stay short.
 *
 * @param round how often the lists were changed
 */
record ListKeys(long round) {

  /** How many lists are in use at a time. */
  static final int COUNT = 8;

  private static final int TRANSACTIONS_PER_ROUND = 200;

  /** Those that are in use when so many transactions are done. */
  static ListKeys after(long transactions) {
    return new ListKeys(transactions / TRANSACTIONS_PER_ROUND);
  }

  /** The key of one of them. */
  int key(int number) {
    return (int) ((round * COUNT + number) % Tables.LIST_COUNT);
  }

  /** Reads all of them. */
  List<ListOperation> reads() {
    return IntStream.range(0, COUNT).<ListOperation>mapToObj(i -> Read.of(key(i))).toList();
  }
}
