package dev.bolt.similarity;

import dev.bolt.database.SqlOperations;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What has changed in a table since the version that an index shows. It is read from the table when
 * it is new, and kept: who searches beside a writer reads the few rows that came since the last
 * search. Thread-safe.
 */
final class RecentChanges {

  /** Up to how many changes the index is used; to compare with all is quicker than that. */
  private static final int MAX_CHANGES = 2_000;

  /**
   * What is known.
   *
   * @param token of which table
   * @param since the version of the index
   * @param upTo the version of the table of which all changes are in it; newer ones may be
   * @param byId each id with what it is, or empty when it is gone; not changed any more
   */
  private record Known(
      String token, long since, long upTo, Map<String, Optional<StoredVector>> byId) {

    static Known nothingSince(IndexView view) {
      return new Known(view.token(), view.version(), view.version(), Map.of());
    }

    boolean isOf(IndexView view) {
      return since == view.version() && token.equals(view.token());
    }

    Known with(Map<String, Optional<StoredVector>> newer, long version) {
      Map<String, Optional<StoredVector>> all = new HashMap<>(byId);
      all.putAll(newer);
      return new Known(token, since, version, all);
    }
  }

  private final EmbeddingTable table;
  private volatile Known known = new Known("", 0, 0, Map.of());

  RecentChanges(EmbeddingTable table) {
    this.table = table;
  }

  /**
   * Each id that has changed since the version of a view, with what it is now, or empty when it is
   * gone.
   *
   * @param version the version of the table, as the reader has seen it
   * @return empty when too many have changed
   */
  Optional<Map<String, Optional<StoredVector>>> since(
      IndexView view, SqlOperations sql, long version) throws SQLException {
    Known before = known;
    // A transaction that began before the last search must not see what came after it.
    Known base = before.isOf(view) && before.upTo() <= version ? before : Known.nothingSince(view);
    if (base.upTo() == version) {
      return Optional.of(base.byId());
    }
    Optional<Map<String, Optional<StoredVector>>> newer =
        table.changes(sql, base.upTo(), MAX_CHANGES);
    if (newer.isEmpty()) {
      return Optional.empty();
    }
    Known now = base.with(newer.get(), version);
    // Whose comes last stays: each is right, and the next search begins with either.
    known = now;
    return now.byId().size() > MAX_CHANGES ? Optional.empty() : Optional.of(now.byId());
  }
}
