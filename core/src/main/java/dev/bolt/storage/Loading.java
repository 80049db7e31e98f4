package dev.bolt.storage;

import dev.bolt.ErrorCode;
import dev.bolt.cache.CacheEntry;
import dev.bolt.cache.DuckDbCache;
import dev.bolt.cache.PutOptions;
import dev.bolt.cache.Watch;
import dev.bolt.storage.FarTier.FarValue;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets the value of a key that the near tiers have not, by who has its lock: from the far tier, or
 * its loader; and keeps it. Thread-safe.
 */
final class Loading {

  private static final Logger LOG = LoggerFactory.getLogger(Loading.class);

  private final DuckDbCache cache;
  private final StorageConfig config;
  private final Ages ages;
  private final Tally tally;
  private final Semaphore loads;

  Loading(DuckDbCache cache, StorageConfig config, Ages ages, Tally tally) {
    this.cache = cache;
    this.config = config;
    this.ages = ages;
    this.tally = tally;
    this.loads = new Semaphore(config.maxConcurrentLoads(), true);
  }

  /** What somebody else has loaded meanwhile. */
  Optional<Loaded> find(String key) throws SQLException {
    Watch watch = cache.watch(key);
    Optional<CacheEntry> entry = cache.entry(key).filter(ages::isFresh);
    entry.ifPresent(found -> tally.add(Tally.Event.WAIT));
    return entry.map(found -> Loaded.of(found, watch));
  }

  /** Gets a value, unless somebody has loaded it meanwhile. */
  <X extends Exception> Loaded get(LoadRequest<X> request) throws SQLException, X {
    Watch watch = cache.watch(request.key());
    Optional<CacheEntry> entry = cache.entry(request.key());
    if (entry.isPresent() && ages.isFresh(entry.get())) {
      tally.add(Tally.Event.WAIT);
      return Loaded.of(entry.get(), watch);
    }
    Optional<FarValue> far = readFar(request.key());
    if (far.isPresent()) {
      Optional<PutOptions> keeping = ages.keeping(request.options(), far.get().written());
      if (keeping.isPresent()) {
        tally.add(Tally.Event.FAR_HIT);
        keep(watch, far.get().bytes(), keeping.get());
        return new Loaded(far.get().bytes(), watch);
      }
    }
    return load(request, watch, entry, far);
  }

  /** Gets a value from its loader, whatever the tiers have. */
  <X extends Exception> Loaded refresh(LoadRequest<X> request) throws SQLException, X {
    Watch watch = cache.watch(request.key());
    return load(request, watch, Optional.empty(), Optional.empty());
  }

  private <X extends Exception> Loaded load(
      LoadRequest<X> request, Watch watch, Optional<CacheEntry> old, Optional<FarValue> oldFar)
      throws SQLException, X {
    byte[] value;
    try {
      value = run(request);
    } catch (Exception e) {
      Optional<Loaded> stale = failed(request, watch, old, oldFar);
      if (stale.isEmpty()) {
        throw e;
      }
      return stale.get();
    }
    tally.add(Tally.Event.LOAD);
    ages.succeeded(request.key());
    store(request, watch, value);
    return new Loaded(value, watch);
  }

  private <X extends Exception> byte[] run(LoadRequest<X> request) throws SQLException, X {
    Semaphore bound =
        request.loader() instanceof BoundedLoader<X> bounded ? bounded.permits() : loads;
    enter(bound, request.key());
    try {
      return request.loader().load(request.key());
    } finally {
      bound.release();
    }
  }

  private void enter(Semaphore bound, String key) throws SQLException {
    try {
      if (!bound.tryAcquire(config.loadTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
        throw ErrorCode.POOL_EXHAUSTED.exception(
            "The load of '"
                + key
                + "' has waited for "
                + config.loadTimeout()
                + ", while as many others run as may. Raise maxConcurrentLoads, or the bound of the"
                + " loader");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw LoadLocks.interrupted(key, e);
    }
  }

  private Optional<Loaded> failed(
      LoadRequest<?> request, Watch watch, Optional<CacheEntry> old, Optional<FarValue> oldFar) {
    tally.add(Tally.Event.LOAD_FAILURE);
    ages.failed(request.key());
    Optional<byte[]> bytes =
        old.filter(entry -> !entry.isAbsent())
            .map(CacheEntry::bytes)
            .or(
                () ->
                    oldFar
                        .filter(far -> ages.isUsable(far.written(), request.options()))
                        .map(FarValue::bytes));
    bytes.ifPresent(b -> tally.add(Tally.Event.STALE));
    return bytes.map(b -> new Loaded(b, watch));
  }

  private void store(LoadRequest<?> request, Watch watch, byte[] value) {
    if (value == null) {
      ages.keepingNone(request.options()).ifPresent(options -> keep(watch, null, options));
      return;
    }
    boolean far = writeFar(request.key(), value);
    if (!keep(watch, value, ages.keeping(request.options())) && far) {
      // Somebody has changed or removed it meanwhile, so it may not come back from there either.
      removeFar(request.key());
    }
  }

  // What is loaded is right whether or not it can be kept: the caller gets it in any case.
  private boolean keep(Watch watch, byte[] value, PutOptions options) {
    try {
      return cache.putIfUnchanged(watch, value, options);
    } catch (SQLException e) {
      LOG.warn("What was loaded for '{}' is not kept: {}", watch.key(), e.getMessage());
      return false;
    }
  }

  private Optional<FarValue> readFar(String key) {
    if (config.farTier().isEmpty()) {
      return Optional.empty();
    }
    try {
      return config.farTier().get().read(key);
    } catch (IOException e) {
      return farFailed(key, e);
    }
  }

  private boolean writeFar(String key, byte[] value) {
    if (config.farTier().isEmpty()) {
      return false;
    }
    try {
      config.farTier().get().write(key, new FarValue(value, ages.now()));
      return true;
    } catch (IOException e) {
      farFailed(key, e);
      return false;
    }
  }

  private void removeFar(String key) {
    try {
      config.farTier().orElseThrow().remove(key);
    } catch (IOException e) {
      farFailed(key, e);
    }
  }

  private Optional<FarValue> farFailed(String key, IOException e) {
    tally.add(Tally.Event.FAR_FAILURE);
    LOG.warn(
        "The far tier failed for '{}', and the load goes on without it: {}", key, e.toString());
    return Optional.empty();
  }
}
