package dev.bolt.storage;

import java.util.concurrent.Semaphore;

/**
 * A loader with a bound of its own, which who runs it keeps.
 *
 * @param loader the loader
 * @param permits how many loads may run
 * @param <X> what it throws
 */
record BoundedLoader<X extends Exception>(Loader<X> loader, Semaphore permits)
    implements Loader<X> {

  @Override
  public byte[] load(String key) throws X {
    return loader.load(key);
  }
}
