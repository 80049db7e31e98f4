package dev.bolt.cache;

import dev.bolt.DatabaseId;
import dev.bolt.EngineKind;
import dev.bolt.ErrorCode;
import dev.bolt.database.ConcurrentDatabase;
import dev.bolt.database.Row;
import dev.bolt.lock.LockEntry;
import dev.bolt.lock.UnlockAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A cache in a DuckDB file that threads and processes share: bytes, strings, JSON and the rows of
 * queries, by key. Thread-safe.
 *
 * <pre>{@code
 * CacheConfig config = CacheConfig.defaults().withTtl(Duration.ofMinutes(15));
 * try (DuckDbCache cache = DuckDbCache.open(Path.of("cache.duckdb"), config)) {
 *   cache.put("quote:ACME", bytes);
 *   Optional<byte[]> quote = cache.get("quote:ACME");
 *   List<Row> rows = cache.cachedQuery("SELECT sum(price) FROM quotes WHERE day = ?", day);
 * }
 * }</pre>
 *
 * <p>Each process keeps what it has used in its memory. From there it never gives a value that
 * another process has changed or removed, once that change was acknowledged; or, by {@link
 * CacheConfig#withMaxStaleness}, not much later. Any value may be gone at any time: it expires, or
 * those that were used the longest ago make room.
 *
 * <p>A key is of 1 to 1,024 characters without control characters. Calls throw {@link SQLException}
 * with SQLState 22023 for a wrong argument, 08003 after close, 55P03 when another process has kept
 * a key from being changed too long (it says which), 57014 when the thread is interrupted, and what
 * the database throws. {@code docs/cache.md} has more.
 */
public final class DuckDbCache implements AutoCloseable {

  private final ConcurrentDatabase db;
  private final Tiers tiers;
  private final CachedQueries queries;

  private DuckDbCache(ConcurrentDatabase db, Tiers tiers) {
    this.db = db;
    this.tiers = tiers;
    this.queries = new CachedQueries(tiers, db);
  }

  /** Opens a cache with the defaults; a file that does not exist is made. */
  public static DuckDbCache open(Path file) throws SQLException {
    return open(file, CacheConfig.defaults());
  }

  /**
   * Opens a cache, whose file is made when it does not exist. It may have other tables too.
   *
   * @throws SQLException with SQLState 08001 when it cannot be opened or the folder beside it
   *     cannot be written, 08004 when processes with another version of Bolt cache in it
   */
  public static DuckDbCache open(Path file, CacheConfig config) throws SQLException {
    ConcurrentDatabase db =
        ConcurrentDatabase.open(file, config.database().withEngine(EngineKind.DUCKDB));
    try {
      return new DuckDbCache(db, Tiers.open(config, db, Versions.open(DatabaseId.of(file))));
    } catch (IOException e) {
      db.close();
      throw ErrorCode.CANNOT_OPEN.exception("The folder of " + file + " is gone", e);
    } catch (SQLException | RuntimeException e) {
      db.close();
      throw e;
    }
  }

  private Cached find(String key) throws SQLException {
    tiers.requireOpen();
    Keys.require(key);
    return tiers.find(key);
  }

  /** The bytes of a value; those of a text are its UTF-8. The array is the caller's. */
  public Optional<byte[]> get(String key) throws SQLException {
    Cached found = find(key);
    return found == null || found.kind() == EntryKind.ABSENT
        ? Optional.empty()
        : Optional.of(found.value().clone());
  }

  /**
   * A string, or a JSON text.
   *
   * @throws SQLException with SQLState 22023 when the value is neither
   */
  public Optional<String> getString(String key) throws SQLException {
    return text(key, EntryKind.STRING);
  }

  /**
   * A JSON text, as it was put.
   *
   * @throws SQLException with SQLState 22023 when the value is none
   */
  public Optional<String> getJson(String key) throws SQLException {
    return text(key, EntryKind.JSON);
  }

  private Optional<String> text(String key, EntryKind kind) throws SQLException {
    Cached found = find(key);
    return found == null || found.kind() == EntryKind.ABSENT
        ? Optional.empty()
        : Optional.of(found.text(kind));
  }

  /** A value with what is known of it. */
  public Optional<CacheEntry> entry(String key) throws SQLException {
    return Optional.ofNullable(find(key)).map(Cached::entry);
  }

  /** Puts bytes, which are copied. */
  public void put(String key, byte[] value) throws SQLException {
    put(key, value, PutOptions.defaults());
  }

  /** Puts bytes, which are copied. */
  public void put(String key, byte[] value, PutOptions options) throws SQLException {
    requireValue(key, value);
    tiers.put(tiers.entry(key, EntryKind.BYTES, value.clone(), options));
  }

  /** Puts a string. */
  public void putString(String key, String value) throws SQLException {
    putString(key, value, PutOptions.defaults());
  }

  /** Puts a string. */
  public void putString(String key, String value, PutOptions options) throws SQLException {
    requireValue(key, value);
    tiers.put(tiers.entry(key, EntryKind.STRING, value.getBytes(StandardCharsets.UTF_8), options));
  }

  /**
   * Puts a JSON text, which DuckDB checks.
   *
   * @throws SQLException with SQLState 22023 when it is none
   */
  public void putJson(String key, String json) throws SQLException {
    putJson(key, json, PutOptions.defaults());
  }

  /** The same with options. */
  public void putJson(String key, String json, PutOptions options) throws SQLException {
    requireValue(key, json);
    if (!tiers.isJson(json)) {
      throw ErrorCode.INVALID_ARGUMENT.exception(
          "The value of '" + key + "' is no JSON text. Use putString() for other texts");
    }
    tiers.put(tiers.entry(key, EntryKind.JSON, json.getBytes(StandardCharsets.UTF_8), options));
  }

  private void requireValue(String key, Object value) throws SQLException {
    tiers.requireOpen();
    Keys.require(key);
    if (value == null) {
      throw ErrorCode.INVALID_ARGUMENT.exception(
          "The value of '" + key + "' is null. Use remove() to have none");
    }
  }

  /** Notes what users have changed of a key, before its value is loaded from elsewhere. */
  public Watch watch(String key) throws SQLException {
    tiers.requireOpen();
    Keys.require(key);
    return tiers.watch(key);
  }

  /**
   * Puts what was loaded, unless a user has changed or removed the key since the watch began, or a
   * key that looks like it: then it may be older than that.
   *
   * @param value bytes, which are copied; null when it is known that there is no value
   * @return whether it was put
   */
  public boolean putIfUnchanged(Watch watch, byte[] value, PutOptions options) throws SQLException {
    EntryKind kind = value == null ? EntryKind.ABSENT : EntryKind.BYTES;
    byte[] bytes = value == null ? new byte[0] : value.clone();
    return tiers.putIfUnchanged(watch, tiers.entry(watch.key(), kind, bytes, options));
  }

  /**
   * Removes a value.
   *
   * @return whether there was one
   */
  public boolean remove(String key) throws SQLException {
    tiers.requireOpen();
    Keys.require(key);
    return tiers.remove(key);
  }

  /**
   * Removes all values that have a tag.
   *
   * @return how many
   */
  public int invalidate(String tag) throws SQLException {
    tiers.requireOpen();
    if (!PutOptions.isTag(tag)) {
      throw ErrorCode.INVALID_ARGUMENT.exception(PutOptions.refusal(tag));
    }
    return tiers.removeTagged(tag);
  }

  /**
   * Removes all values.
   *
   * @return how many
   */
  public int clear() throws SQLException {
    tiers.requireOpen();
    return tiers.removeAll();
  }

  /**
   * The rows of a query on the database of the cache, which are kept as a value is: until they
   * expire, whatever becomes of the tables meanwhile. Rows with a list or a structure are not kept.
   *
   * @throws SQLException with SQLState 42000 when the text is not a single query
   */
  public List<Row> cachedQuery(String sql, Object... parameters) throws SQLException {
    return cachedQuery(PutOptions.defaults(), sql, parameters);
  }

  /** The same with options: by a tag the rows can be invalidated when a table has changed. */
  public List<Row> cachedQuery(PutOptions options, String sql, Object... parameters)
      throws SQLException {
    tiers.requireOpen();
    return queries.rows(options, sql, parameters == null ? new Object[] {null} : parameters);
  }

  /** What it holds, and what all processes have done with it. */
  public CacheStats stats() throws SQLException {
    tiers.requireOpen();
    return tiers.stats();
  }

  /**
   * Deletes what has expired and what is too much, unless another process is at it, and has DuckDB
   * write its log into the file, where the space of deleted values is used again.
   */
  public void vacuum() throws SQLException {
    tiers.requireOpen();
    tiers.vacuum();
  }

  /**
   * Has the lock on the database as a whole, and those of the cache, freed from holders that are
   * dead, and asks the living ones.
   *
   * @return whether any was freed
   */
  public boolean forceUnlock() throws SQLException, InterruptedException {
    tiers.requireOpen();
    boolean freed = isAnyFreed(db.forceUnlock());
    TreeSet<String> names = new TreeSet<>();
    for (LockEntry holder : db.lockInfo().holders()) {
      if (holder.name().startsWith(ChangeLocks.PREFIX)) {
        names.add(holder.name());
      }
    }
    for (String name : names) {
      freed |= isAnyFreed(db.locks().forceUnlock(name));
    }
    return freed;
  }

  private static boolean isAnyFreed(List<UnlockAnswer> answers) {
    return answers.stream()
        .anyMatch(
            answer ->
                answer.outcome() == UnlockAnswer.Outcome.WAS_DEAD
                    || answer.outcome() == UnlockAnswer.Outcome.RELEASED);
  }

  /** The database it is in, which has room for other tables. It is closed with the cache. */
  public ConcurrentDatabase database() {
    return db;
  }

  /** Closes it, and its database. Idempotent. */
  @Override
  public void close() {
    tiers.close();
    db.close();
  }

  @Override
  public String toString() {
    return "DuckDbCache of " + tiers;
  }
}
