package dev.bolt.storage;

import dev.bolt.ErrorCode;
import dev.bolt.cache.CacheEntry;
import dev.bolt.cache.DuckDbCache;
import dev.bolt.cache.PutOptions;
import dev.bolt.lock.DatabaseLock;
import dev.bolt.storage.FarTier.FarValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;

/**
 * One door to values that are slow to get: they come from memory, else from a DuckDB file that
 * processes share, else from a far tier if there is one, else from their loader. Thread-safe.
 *
 * <pre>{@code
 * try (UnifiedStorage storage = UnifiedStorage.open(StorageConfig.at(folder))) {
 *   byte[] chain = storage.getOrLoad("chain:ACME", key -> slowDownload(key));
 * }
 * }</pre>
 *
 * <p>Of all threads of all processes one runs the loader of a key at a time; the others wait, and
 * get what it got. If it throws, its caller has the exception, and the next one tries with its own
 * loader; if its process dies, the next one tries too. What a loader brings while somebody puts or
 * removes the key is given to those who waited already, and not kept. Keys and SQLStates are those
 * of {@link DuckDbCache}. {@code docs/storage.md} has more.
 */
public final class UnifiedStorage implements AutoCloseable {

  private static final String FILE = "storage.duckdb";

  private final StorageConfig config;
  private final DuckDbCache cache;
  private final LoadLocks locks;
  private final Ages ages;
  private final Tally tally = new Tally();
  private final Flights flights;
  private final Refreshes refreshes;

  private UnifiedStorage(StorageConfig config, DuckDbCache cache) throws SQLException {
    this.config = config;
    this.cache = cache;
    this.locks = new LoadLocks(cache.database().locks(), config.loadTimeout());
    this.ages = new Ages(config);
    this.flights = new Flights(cache, new Loading(cache, config, ages, tally), locks, tally);
    this.refreshes = new Refreshes(flights);
  }

  /**
   * Opens a storage.
   *
   * @throws SQLException with SQLState 08001 when its folder or its database cannot be used
   */
  public static UnifiedStorage open(StorageConfig config) throws SQLException {
    Path file;
    try {
      file = Files.createDirectories(config.folder()).resolve(FILE);
    } catch (IOException e) {
      throw ErrorCode.CANNOT_OPEN.exception(
          "The folder " + config.folder() + " of the storage cannot be made: " + e.getMessage(), e);
    }
    DuckDbCache cache = DuckDbCache.open(file, config.cache());
    try {
      return new UnifiedStorage(config, cache);
    } catch (SQLException | RuntimeException e) {
      cache.close();
      throw e;
    }
  }

  /**
   * The value of a key, from its loader where no tier has it.
   *
   * @return null when the loader has none. The array is the caller's
   * @throws X what the loader throws, where there is no older value to give instead
   * @throws SQLException with SQLState 55P03 when another one has not loaded the key in time, 53300
   *     when too many loads run, 40P01 when loaders of several processes wait for each other's keys
   */
  public <X extends Exception> byte[] getOrLoad(String key, Loader<X> loader)
      throws SQLException, X {
    return getOrLoad(key, PutOptions.defaults(), loader);
  }

  /** The same with a time to live, and tags, of what is loaded. */
  public <X extends Exception> byte[] getOrLoad(String key, PutOptions options, Loader<X> loader)
      throws SQLException, X {
    if (options == null || loader == null) {
      throw ErrorCode.INVALID_ARGUMENT.exception(
          "The options or the loader of '" + key + "' is null");
    }
    LoadRequest<X> request = new LoadRequest<>(key, options, loader);
    Optional<CacheEntry> found = cache.entry(key);
    if (found.isPresent()) {
      CacheEntry entry = found.get();
      if (ages.isFresh(entry)) {
        if (ages.isDue(key, entry)) {
          refreshes.begin(request, ages);
        }
        return entry.isAbsent() ? null : entry.bytes();
      }
      if (ages.hasJustFailed(key)) {
        tally.add(Tally.Event.STALE);
        return entry.bytes();
      }
    }
    return flights.get(request);
  }

  /** The value of a key that a tier has, and that is fresh. */
  public Optional<byte[]> get(String key) throws SQLException {
    Optional<CacheEntry> found = cache.entry(key).filter(ages::isFresh);
    if (found.isPresent()) {
      return found.filter(entry -> !entry.isAbsent()).map(CacheEntry::bytes);
    }
    if (config.farTier().isEmpty()) {
      return Optional.empty();
    }
    try {
      return config
          .farTier()
          .get()
          .read(key)
          .filter(far -> ages.keeping(PutOptions.defaults(), far.written()).isPresent())
          .map(FarValue::bytes);
    } catch (IOException e) {
      throw farFailed(e);
    }
  }

  /** Puts a value into all tiers. With a far tier it waits for a load of the key. */
  public void put(String key, byte[] value) throws SQLException {
    put(key, value, PutOptions.defaults());
  }

  /** The same with a time to live, and tags. */
  public void put(String key, byte[] value, PutOptions options) throws SQLException {
    if (options == null) {
      throw ErrorCode.INVALID_ARGUMENT.exception("The options of '" + key + "' are null");
    }
    if (config.farTier().isEmpty() || value == null) {
      cache.put(key, value, ages.keeping(options));
      return;
    }
    DatabaseLock lock = locks.acquire(key);
    try {
      cache.put(key, value, ages.keeping(options));
      config.farTier().get().write(key, new FarValue(value, ages.now()));
    } catch (IOException e) {
      throw farFailed(e);
    } finally {
      LoadLocks.release(lock);
    }
  }

  /**
   * Removes a value from all tiers. With a far tier it waits for a load of the key, which would
   * bring it back.
   *
   * @return whether the near tiers had one
   */
  public boolean remove(String key) throws SQLException {
    if (config.farTier().isEmpty()) {
      return cache.remove(key);
    }
    DatabaseLock lock = locks.acquire(key);
    try {
      config.farTier().get().remove(key);
      return cache.remove(key);
    } catch (IOException e) {
      throw farFailed(e);
    } finally {
      LoadLocks.release(lock);
    }
  }

  /**
   * Removes all values that have a tag.
   *
   * @return how many
   * @throws SQLException with SQLState 0A000 when there is a far tier, which has no tags
   */
  public int invalidate(String tag) throws SQLException {
    if (config.farTier().isPresent()) {
      throw ErrorCode.NOT_SUPPORTED.exception(
          "A far tier has no tags, so values would come back from there. Remove them by key");
    }
    return cache.invalidate(tag);
  }

  /** Removes all values from all tiers. What is loaded meanwhile may stay in the far one. */
  public void clear() throws SQLException {
    try {
      if (config.farTier().isPresent()) {
        config.farTier().get().removeAll();
      }
      cache.clear();
    } catch (IOException e) {
      throw farFailed(e);
    }
  }

  /** What it has done. */
  public StorageStats stats() throws SQLException {
    return tally.stats(cache.stats());
  }

  /** Has locks freed from holders that are dead: {@link DuckDbCache#forceUnlock()}. */
  public boolean forceUnlock() throws SQLException, InterruptedException {
    return cache.forceUnlock();
  }

  /** The two near tiers, closed with the storage. */
  public DuckDbCache cache() {
    return cache;
  }

  private SQLException farFailed(IOException e) {
    return ErrorCode.IO.exception(
        config.farTier().orElseThrow() + " failed, and nothing was done in it: " + e.getMessage(),
        e);
  }

  /** Closes it; loads that run end, and what they bring is not kept. Idempotent. */
  @Override
  public void close() {
    refreshes.close();
    cache.close();
  }

  @Override
  public String toString() {
    return "UnifiedStorage at " + config.folder();
  }
}
