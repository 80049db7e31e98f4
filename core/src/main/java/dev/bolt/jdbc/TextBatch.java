package dev.bolt.jdbc;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The texts that wait in the batch of a statement. Guarded by the session. */
final class TextBatch {
  /** Runs a text and returns how many rows it changed. */
  interface Update {
    long run(String text) throws SQLException;
  }

  private final List<String> texts = new ArrayList<>();

  void add(String text) {
    texts.add(text);
  }

  void clear() {
    texts.clear();
  }

  /**
   * Runs the texts until one fails, and forgets them.
   *
   * @throws BatchUpdateException with the counts of those before the one that failed
   */
  long[] run(Update update) throws BatchUpdateException {
    List<String> batch = List.copyOf(texts);
    texts.clear();
    long[] counts = new long[batch.size()];
    for (int i = 0; i < counts.length; i++) {
      try {
        counts[i] = update.run(batch.get(i));
      } catch (SQLException e) {
        throw new BatchUpdateException(
            "Statement %d of %d of the batch failed: %s"
                .formatted(i + 1, counts.length, e.getMessage()),
            e.getSQLState(),
            e.getErrorCode(),
            Arrays.copyOf(counts, i),
            e);
      }
    }
    return counts;
  }
}
