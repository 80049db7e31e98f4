package dev.bolt.cache;

import dev.bolt.ErrorCode;
import dev.bolt.database.Row;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A value as it is in the database and in memory. What it is does not change; when it was checked
 * is written without order by whoever does so, which makes it older at worst.
 */
final class Cached {

  /** What an entry in memory takes besides its bytes, about. */
  private static final int OVERHEAD = 200;

  private final String key;
  private final EntryKind kind;
  private final byte[] value;
  private final long written;
  private final long expires;
  private final Set<String> tags;
  private final Use use;
  private Stamp stamp;
  private List<Row> rows;
  private long checkedAt;

  Cached(String key, EntryKind kind, byte[] value, long written, long expires, Set<String> tags) {
    this.key = key;
    this.kind = kind;
    this.value = value;
    this.written = written;
    this.expires = expires;
    this.tags = tags;
    this.use = new Use(key, written);
  }

  String key() {
    return key;
  }

  EntryKind kind() {
    return kind;
  }

  /** The bytes themselves, which nobody may change. */
  byte[] value() {
    return value;
  }

  long written() {
    return written;
  }

  long expires() {
    return expires;
  }

  boolean isExpired(long now) {
    return expires <= now;
  }

  Set<String> tags() {
    return tags;
  }

  /** What it counts against the limit of the cache. */
  long size() {
    return size(key, value);
  }

  /** What a value would count. */
  static long size(String key, byte[] value) {
    return value.length + (long) key.length();
  }

  /** What it takes in memory, about; rows are there as objects too. */
  int weight() {
    long bytes = (kind == EntryKind.ROWS ? 4L : 1L) * value.length + 2L * key.length() + OVERHEAD;
    return (int) Math.min(bytes, Integer.MAX_VALUE);
  }

  Stamp stamp() {
    return stamp;
  }

  /** Before it is shared with other threads. */
  void setStamp(Stamp stamp) {
    this.stamp = stamp;
  }

  Use use() {
    return use;
  }

  /** When its stamp was last seen to stand, as {@link System#nanoTime} counts. */
  long checkedAt() {
    return checkedAt;
  }

  void setCheckedAt(long nanoTime) {
    checkedAt = nanoTime;
  }

  /**
   * Its text.
   *
   * @throws SQLException with SQLState 22023 when it is something else
   */
  String text(EntryKind wanted) throws SQLException {
    if (kind != wanted && !(kind == EntryKind.JSON && wanted == EntryKind.STRING)) {
      throw ErrorCode.INVALID_ARGUMENT.exception(
          "The value of '" + key + "' is of kind " + kind + ", not " + wanted + ". Use get()");
    }
    return new String(value, StandardCharsets.UTF_8);
  }

  /** Its rows, decoded once. */
  List<Row> rows() throws SQLException {
    List<Row> known = rows;
    if (known == null) {
      known = RowsFormat.decode(value);
      rows = known;
    }
    return known;
  }

  /** Gives it the rows that it was made of. */
  void setRows(List<Row> decoded) {
    rows = decoded;
  }

  CacheEntry entry() {
    Optional<Instant> end =
        expires == WallClock.NEVER ? Optional.empty() : Optional.of(Instant.ofEpochMilli(expires));
    return new CacheEntry(kind, value.clone(), Instant.ofEpochMilli(written), end, tags);
  }
}
