package dev.bolt.engine;

import dev.bolt.sql.SqlStatement;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an engine knows of its writes by their texts, the last used ones. Thread-safe. */
final class WriteProfiles {

  private static final int CAPACITY = 4_096;

  private final Map<String, WriteProfile> profiles =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, WriteProfile> eldest) {
          return size() > CAPACITY;
        }
      };

  synchronized WriteProfile of(SqlStatement statement) {
    return profiles.computeIfAbsent(statement.text(), text -> new WriteProfile(statement));
  }
}
