package dev.bolt.cli.consistency;

import dev.bolt.cli.history.Transaction;

/**
 * One transaction comes before another.
 *
 * @param from the one
 * @param to the other
 * @param type why
 * @param value the value that shows it, where one does
 * @param key the list of the value
 */
record Dependency(Transaction from, Transaction to, DependencyType type, long value, int key) {

  @Override
  public String toString() {
    return type.sentence("T" + from.number(), "T" + to.number(), value, key);
  }
}
