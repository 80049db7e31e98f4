package dev.bolt.cache;

import dev.bolt.ErrorCode;
import dev.bolt.database.ConcurrentDatabase;
import dev.bolt.os.ProcessIdentity;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * The memory of this process and the database behind it: values are found in the one or the other,
 * and changed in both. Keys are not checked here. Thread-safe.
 */
final class Tiers implements AutoCloseable {

  private final CacheConfig config;
  private final Versions versions;
  private final WallClock clock;
  private final EntryTable table;
  private final Changes changes;
  private final MemoryTier memory;
  private final Counts counts;
  private final Upkeep upkeep;
  private volatile boolean closed;

  private Tiers(CacheConfig config, EntryTable table, Versions versions, ChangeLocks locks) {
    this.config = config;
    this.versions = versions;
    this.table = table;
    this.clock = new WallClock(config.clock());
    this.changes = new Changes(versions, locks);
    this.memory = new MemoryTier(config);
    this.counts = new Counts(versions, (int) ProcessIdentity.self().pid());
    this.upkeep = new Upkeep(config, clock, table, locks, new Doubts(versions, locks), counts);
  }

  /** Those of a database, whose table is made when there is none. */
  static Tiers open(CacheConfig config, ConcurrentDatabase db, Versions versions)
      throws SQLException {
    ChangeLocks locks = new ChangeLocks(db.locks(), config.lockTimeout());
    EntryTable table = new EntryTable(db);
    if (!table.exists()) {
      // One at a time: those who create the same at once are in each other's way.
      ChangeLocks.Hold hold = locks.named("table");
      try {
        table.create();
      } finally {
        hold.release();
      }
    }
    return new Tiers(config, table, versions, locks);
  }

  /** The live value of a key, or null. */
  Cached find(String key) throws SQLException {
    VersionFile file = versions.file();
    long now = clock.millis();
    Cached found = memory.get(key, file);
    Count where = Count.MEMORY_HITS;
    if (found == null) {
      found = findInDatabase(key, file);
      where = Count.DATABASE_HITS;
    }
    if (found == null || found.isExpired(now)) {
      counts.add(file, Count.MISSES, 1);
      return null;
    }
    counts.add(file, where, 1);
    upkeep.used(found.use(), now);
    return found;
  }

  private Cached findInDatabase(String key, VersionFile file) throws SQLException {
    Stamp stamp = Stamp.read(file, VersionFile.stripe(key));
    if (!stamp.mayKeep()) {
      upkeep.doubted(stamp);
    }
    Optional<Cached> found = table.find(key);
    found.ifPresent(value -> memory.keep(value, stamp));
    return found.orElse(null);
  }

  /** A value to be put now. */
  Cached entry(String key, EntryKind kind, byte[] value, PutOptions options) throws SQLException {
    requireOpen();
    if (options == null) {
      throw ErrorCode.INVALID_ARGUMENT.exception("The options for '" + key + "' are null");
    }
    if (!fits(key, value)) {
      throw ErrorCode.INVALID_ARGUMENT.exception(
          "The value of '"
              + key
              + "' has "
              + value.length
              + " bytes, and the cache holds "
              + config.maxBytes()
              + " with the key. Raise maxBytes, or keep it elsewhere");
    }
    long now = clock.millis();
    Optional<Duration> ttl = options.ttl().or(config::ttl);
    long expires = ttl.map(life -> WallClock.after(now, life)).orElse(WallClock.NEVER);
    return new Cached(key, kind, value, now, expires, options.tags());
  }

  /** Whether a value is not larger than all of the cache. */
  boolean fits(String key, byte[] value) {
    return Cached.size(key, value) <= config.maxBytes();
  }

  void put(Cached entry) throws SQLException {
    keep(changes.ofKey(entry.key(), () -> put(entry, table)));
  }

  boolean putIfUnchanged(Watch watch, Cached entry) throws SQLException {
    Optional<Changes.Done<Cached>> done = changes.ifUnchanged(watch, () -> put(entry, table));
    if (done.isPresent()) {
      keep(done.get());
    }
    return done.isPresent();
  }

  private static Cached put(Cached entry, EntryTable table) throws SQLException {
    table.put(entry);
    return entry;
  }

  private void keep(Changes.Done<Cached> done) throws SQLException {
    memory.keep(done.result(), done.stamp());
    counts.add(Count.PUTS, 1);
    upkeep.changed();
  }

  Watch watch(String key) throws SQLException {
    return Watch.begin(versions.current(), key);
  }

  boolean remove(String key) throws SQLException {
    boolean removed = changes.ofKey(key, () -> table.remove(key)).result();
    memory.forget(key);
    counts.add(Count.REMOVALS, removed ? 1 : 0);
    return removed;
  }

  int removeTagged(String tag) throws SQLException {
    int removed = changes.ofKeys(() -> table.keysWith(tag), () -> table.removeWith(tag));
    counts.add(Count.REMOVALS, removed);
    return removed;
  }

  int removeAll() throws SQLException {
    int removed = changes.ofEverything(table::removeAll);
    memory.forgetAll();
    counts.add(Count.REMOVALS, removed);
    return removed;
  }

  boolean isJson(String text) throws SQLException {
    return table.isJson(text);
  }

  CacheStats stats() throws SQLException {
    EntryTable.Size size = table.size();
    return new CacheStats(
        counts.sum(Count.MEMORY_HITS),
        counts.sum(Count.DATABASE_HITS),
        counts.sum(Count.MISSES),
        counts.sum(Count.PUTS),
        counts.sum(Count.REMOVALS),
        counts.sum(Count.EVICTIONS),
        counts.sum(Count.EXPIRATIONS),
        size.entries(),
        size.bytes(),
        memory.count());
  }

  void vacuum() throws SQLException {
    upkeep.runOnce();
    table.compact();
  }

  void requireOpen() throws SQLException {
    if (closed) {
      throw ErrorCode.CLOSED.exception("The cache " + this + " is closed; open it again");
    }
  }

  /** Before the database is. */
  @Override
  public void close() {
    closed = true;
    upkeep.close();
    memory.forgetAll();
  }

  @Override
  public String toString() {
    return versions.database().toString();
  }
}
