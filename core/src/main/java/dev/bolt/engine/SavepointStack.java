package dev.bolt.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * The names of the open savepoints of a transaction, outermost first, as SQLite keeps them: names
 * may repeat, the innermost of a name is meant, and case does not matter. Confined to one thread.
 */
final class SavepointStack {

  private final List<String> names = new ArrayList<>();

  /** SAVEPOINT. */
  void push(String name) {
    names.add(name);
  }

  /** Whether RELEASE of a name would close the outermost savepoint. */
  boolean isOutermost(String name) {
    return innermost(name) == 0;
  }

  /** RELEASE: the savepoint and those within it are closed. */
  void release(String name) {
    truncate(innermost(name));
  }

  /** ROLLBACK TO: those within the savepoint are closed, it stays. */
  void rollbackTo(String name) {
    truncate(innermost(name) + 1);
  }

  /** The transaction is over. */
  void clear() {
    names.clear();
  }

  private int innermost(String name) {
    for (int i = names.size() - 1; i >= 0; i--) {
      if (names.get(i).equalsIgnoreCase(name)) {
        return i;
      }
    }
    return -1;
  }

  private void truncate(int size) {
    if (size >= 0) {
      names.subList(size, names.size()).clear();
    }
  }
}
