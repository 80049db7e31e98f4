package dev.bolt.storage;

import java.util.concurrent.Semaphore;

/**
 * Gets a value from where it comes from.
 *
 * @param <X> what it throws
 */
@FunctionalInterface
public interface Loader<X extends Exception> {

  /**
   * Gets a value. It may call the storage for other keys, not for this one.
   *
   * @return null when there is none
   */
  byte[] load(String key) throws X;

  /**
   * A loader of which not more than some loads run at once, in this process. Make it once, and use
   * it for all its keys.
   *
   * @param loads how many, 1 or more
   * @throws IllegalArgumentException when it is less
   */
  static <X extends Exception> Loader<X> bounded(int loads, Loader<X> loader) {
    if (loads < 1) {
      throw new IllegalArgumentException("A loader runs 1 load at once, or more, not " + loads);
    }
    return new BoundedLoader<>(loader, new Semaphore(loads, true));
  }
}
