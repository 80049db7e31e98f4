package dev.bolt.cache;

import dev.bolt.database.ConcurrentDatabase;
import dev.bolt.database.Row;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The table of what is cached. Times are milliseconds since 1970; tags stand between line feeds.
 * Thread-safe.
 *
 * @param db the database
 */
record EntryTable(ConcurrentDatabase db) {

  /**
   * The limits of a cache, and what it holds.
   *
   * @param entries how many values
   * @param bytes how many bytes
   */
  record Size(long entries, long bytes) {}

  private static final String TABLE = "bolt_cache.entries";
  private static final EntryKind[] KINDS = EntryKind.values();
  private static final String TAG_END = "\n";

  /** Uses are written in steps of these many, so that there are few texts to prepare. */
  private static final int[] STEPS = {64, 8, 1};

  /** Whether the table is there. */
  boolean exists() throws SQLException {
    return !db.query(
            "SELECT 1 FROM information_schema.tables"
                + " WHERE table_schema = 'bolt_cache' AND table_name = 'entries'")
        .isEmpty();
  }

  /** Creates the table. */
  void create() throws SQLException {
    db.execute("CREATE SCHEMA IF NOT EXISTS bolt_cache");
    db.execute(
        "CREATE TABLE IF NOT EXISTS "
            + TABLE
            + " (key VARCHAR PRIMARY KEY, kind TINYINT NOT NULL, value BLOB NOT NULL,"
            + " size BIGINT NOT NULL, written BIGINT NOT NULL, expires BIGINT NOT NULL,"
            + " accessed BIGINT NOT NULL, tags VARCHAR NOT NULL)");
  }

  /** The value of a key, whether or not it has expired. */
  Optional<Cached> find(String key) throws SQLException {
    List<Cached> found =
        db.query(
            "SELECT kind, value, written, expires, tags FROM " + TABLE + " WHERE key = ?",
            row -> cached(key, row),
            key);
    return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0));
  }

  private static Cached cached(String key, Row row) {
    int kind = Math.floorMod(row.getInt(0), KINDS.length);
    Set<String> tags = tags(row.getString(4));
    return new Cached(key, KINDS[kind], row.getBytes(1), row.getLong(2), row.getLong(3), tags);
  }

  void put(Cached entry) throws SQLException {
    db.execute(
        "INSERT INTO "
            + TABLE
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET"
            + " kind = excluded.kind, value = excluded.value, size = excluded.size,"
            + " written = excluded.written, expires = excluded.expires,"
            + " accessed = excluded.accessed, tags = excluded.tags",
        entry.key(),
        entry.kind().ordinal(),
        entry.value(),
        entry.size(),
        entry.written(),
        entry.expires(),
        entry.written(),
        text(entry.tags()));
  }

  /** Whether there was one. */
  boolean remove(String key) throws SQLException {
    return db.execute("DELETE FROM " + TABLE + " WHERE key = ?", key) > 0;
  }

  /** How many there were. */
  int removeAll() throws SQLException {
    return db.execute("DELETE FROM " + TABLE);
  }

  List<String> keysWith(String tag) throws SQLException {
    return db.query(
        "SELECT key FROM " + TABLE + " WHERE contains(tags, ?)",
        row -> row.getString(0),
        text(Set.of(tag)));
  }

  int removeWith(String tag) throws SQLException {
    return db.execute("DELETE FROM " + TABLE + " WHERE contains(tags, ?)", text(Set.of(tag)));
  }

  /** How many had expired. */
  int removeExpired(long now) throws SQLException {
    return db.execute("DELETE FROM " + TABLE + " WHERE expires <= ?", now);
  }

  /**
   * Removes those that were used the longest ago, until the others are within a size.
   *
   * @return how many
   */
  int evict(Size size) throws SQLException {
    return db.execute(
        "DELETE FROM "
            + TABLE
            + " WHERE key IN (SELECT key FROM (SELECT key,"
            + " row_number() OVER (ORDER BY accessed DESC, key) AS place,"
            + " sum(size) OVER (ORDER BY accessed DESC, key"
            + " ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS total FROM "
            + TABLE
            + ") WHERE place > ? OR total > ?)",
        size.entries(),
        size.bytes());
  }

  /** What it holds, expired values too. */
  Size size() throws SQLException {
    return db.query(
            "SELECT count(*), CAST(coalesce(sum(size), 0) AS BIGINT) FROM " + TABLE,
            row -> new Size(row.getLong(0), row.getLong(1)))
        .get(0);
  }

  /** Writes when values were used last. */
  void touch(Collection<Use> used) throws SQLException {
    List<Use> all = List.copyOf(used);
    int next = 0;
    for (int step : STEPS) {
      String values = "(CAST(? AS VARCHAR), CAST(? AS BIGINT))";
      String sql =
          "UPDATE "
              + TABLE
              + " SET accessed = greatest(accessed, used.last) FROM (VALUES "
              + String.join(", ", Collections.nCopies(step, values))
              + ") AS used(name, last) WHERE key = used.name";
      for (; all.size() - next >= step; next += step) {
        db.execute(sql, arguments(all.subList(next, next + step)));
      }
    }
  }

  private static Object[] arguments(List<Use> used) {
    List<Object> arguments = new ArrayList<>();
    for (Use use : used) {
      arguments.add(use.key());
      arguments.add(use.millis());
    }
    return arguments.toArray();
  }

  /** Whether a text is a JSON text. */
  boolean isJson(String text) throws SQLException {
    return db.query("SELECT json_valid(?)", row -> row.getBoolean(0), text).get(0);
  }

  /** Has the engine give back what it does not need in its file. */
  void compact() throws SQLException {
    db.execute("CHECKPOINT");
  }

  private static String text(Set<String> tags) {
    return tags.isEmpty() ? "" : TAG_END + String.join(TAG_END, tags) + TAG_END;
  }

  private static Set<String> tags(String text) {
    return text.isEmpty() ? Set.of() : Set.of(text.strip().split(TAG_END));
  }
}
