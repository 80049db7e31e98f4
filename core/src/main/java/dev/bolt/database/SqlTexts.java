package dev.bolt.database;

import dev.bolt.EngineKind;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The SQL texts that a program uses, each read once. Thread-safe.
 *
 * <p>A program that writes values into its texts has ever new ones, so there is a limit; where it
 * is reached all are forgotten, which is cheaper than to know which was used last.
 */
final class SqlTexts {
  private static final int LIMIT = 1_000;

  /** Longer ones are most likely made for one use. */
  private static final int LONGEST = 10_000;

  private final Map<String, SqlText> known = new ConcurrentHashMap<>();
  private final EngineKind engine;

  SqlTexts(EngineKind engine) {
    this.engine = engine;
  }

  /**
   * A text.
   *
   * @throws SQLException as {@link SqlText#of}
   */
  SqlText of(String sql) throws SQLException {
    SqlText text = sql == null ? null : known.get(sql);
    if (text == null) {
      text = SqlText.of(sql, engine);
      if (sql.length() <= LONGEST) {
        if (known.size() >= LIMIT) {
          known.clear();
        }
        known.put(sql, text);
      }
    }
    return text;
  }
}
