package dev.bolt.storage;

import dev.bolt.ErrorCode;
import dev.bolt.cache.DuckDbCache;
import dev.bolt.cache.Watch;
import dev.bolt.lock.DatabaseLock;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lets one thread of all processes get a key at a time. The others of its process wait for what it
 * gets, unless a user has changed the key since it began; those of other processes wait for the
 * lock, and find what it has kept. Who fails lets the next one try. Thread-safe.
 */
final class Flights {

  /** A load that is under way; its result is null when it has failed. */
  private static final class Flight {
    private final Thread thread = Thread.currentThread();
    private final CompletableFuture<Loaded> result = new CompletableFuture<>();
  }

  /** A longer circle ends by the time. */
  private static final int LONGEST_CIRCLE = 1_000;

  private final DuckDbCache cache;
  private final Loading loading;
  private final LoadLocks locks;
  private final Tally tally;
  private final ConcurrentMap<String, Flight> flights = new ConcurrentHashMap<>();
  private final ConcurrentMap<Thread, Flight> waits = new ConcurrentHashMap<>();

  Flights(DuckDbCache cache, Loading loading, LoadLocks locks, Tally tally) {
    this.cache = cache;
    this.loading = loading;
    this.locks = locks;
    this.tally = tally;
  }

  /** Gets a value, or waits for somebody who does. */
  <X extends Exception> byte[] get(LoadRequest<X> request) throws SQLException, X {
    Watch since = cache.watch(request.key());
    while (true) {
      Flight mine = new Flight();
      Flight other = flights.putIfAbsent(request.key(), mine);
      if (other == null) {
        return fly(request, mine);
      }
      Loaded loaded = await(other, request.key());
      if (loaded != null && loaded.watch().coversChangesUntil(since)) {
        tally.add(Tally.Event.WAIT);
        return loaded.copy();
      }
    }
  }

  private <X extends Exception> byte[] fly(LoadRequest<X> request, Flight mine)
      throws SQLException, X {
    Loaded loaded = null;
    try {
      loaded = loadOrAwait(request);
      return loaded.copy();
    } finally {
      land(request.key(), mine, loaded);
    }
  }

  private <X extends Exception> Loaded loadOrAwait(LoadRequest<X> request) throws SQLException, X {
    Optional<DatabaseLock> free = locks.tryAcquire(request.key());
    if (free.isPresent()) {
      return load(request, free.get());
    }
    Optional<Loaded> others = await(request.key());
    return others.isPresent() ? others.get() : load(request, locks.acquire(request.key()));
  }

  private <X extends Exception> Loaded load(LoadRequest<X> request, DatabaseLock lock)
      throws SQLException, X {
    try {
      return loading.get(request);
    } finally {
      LoadLocks.release(lock);
    }
  }

  /** What another process has loaded, once it has ended; empty when it has failed. */
  private Optional<Loaded> await(String key) throws SQLException {
    DatabaseLock end = locks.awaitEnd(key);
    try {
      return loading.find(key);
    } finally {
      LoadLocks.release(end);
    }
  }

  /** Loads a value anew, unless somebody is at it. */
  <X extends Exception> void refresh(LoadRequest<X> request) throws SQLException, X {
    Flight mine = new Flight();
    if (flights.putIfAbsent(request.key(), mine) != null) {
      return;
    }
    Loaded loaded = null;
    try {
      Optional<DatabaseLock> lock = locks.tryAcquire(request.key());
      if (lock.isPresent()) {
        try {
          loaded = loading.refresh(request);
          tally.add(Tally.Event.REFRESH);
        } finally {
          LoadLocks.release(lock.get());
        }
      }
    } finally {
      land(request.key(), mine, loaded);
    }
  }

  // It is gone before it has ended, so that who tries next does not find it.
  private void land(String key, Flight flight, Loaded loaded) {
    flights.remove(key, flight);
    flight.result.complete(loaded);
  }

  boolean isUnderWay(String key) {
    return flights.containsKey(key);
  }

  private Loaded await(Flight flight, String key) throws SQLException {
    waits.put(Thread.currentThread(), flight);
    try {
      requireNoCircle(flight, key);
      return flight.result.get(locks.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw ErrorCode.LOCK_TIMEOUT.exception(
          "'"
              + key
              + "' is being loaded by thread "
              + flight.thread.getName()
              + " of this process, and was not there after "
              + locks.timeout()
              + ". Raise loadTimeout, or have the loader end sooner",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw LoadLocks.interrupted(key, e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("A load ends with a result, or none", e);
    } finally {
      waits.remove(Thread.currentThread());
    }
  }

  // Who says first for whom he waits, and looks then, is seen by the others of his circle or sees
  // it. Circles through other processes are found by the locks.
  private void requireNoCircle(Flight flight, String key) throws SQLException {
    Thread self = Thread.currentThread();
    if (flight.thread == self) {
      throw ErrorCode.INVALID_ARGUMENT.exception(
          "The loader of '" + key + "' asks for the value that it loads. Load it from elsewhere");
    }
    Flight next = flight;
    for (int i = 0; next != null && i < LONGEST_CIRCLE; i++) {
      if (next.thread == self) {
        throw ErrorCode.DEADLOCK.exception(
            "The loader of '"
                + key
                + "' waits for a value whose loader waits for this thread. Have loaders ask for each"
                + " other's keys in one direction only");
      }
      next = waits.get(next.thread);
    }
  }
}
