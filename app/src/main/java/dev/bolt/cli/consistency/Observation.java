package dev.bolt.cli.consistency;

import dev.bolt.cli.history.Transaction;
import java.util.List;

/**
 * What an acknowledged transaction has read in a list.
 *
 * @param reader the transaction
 * @param values all that it read
 * @param foreign how many of them it found there, before those that it had appended itself
 */
record Observation(Transaction reader, List<Long> values, int foreign) {

  /** What others had appended. */
  List<Long> found() {
    return values.subList(0, foreign);
  }
}
