package dev.bolt.election;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A numbered place of a process beside a file that processes map, its own as long as it holds the
 * kernel lock of the file {@code prefix-N}.
 *
 * <p>Each place has a lock file of its own: closing any descriptor of a file drops all POSIX locks
 * that the process has on it, so a try for the lock of another place must not touch the file of
 * one's own. Thread-safe.
 */
public final class SlotLock implements AutoCloseable {

  private final Path folder;
  private final String prefix;
  private final int number;
  private final KernelLock lock;

  private SlotLock(Path folder, String prefix, int number, KernelLock lock) {
    this.folder = folder;
    this.prefix = prefix;
    this.number = number;
    this.lock = lock;
  }

  /**
   * Claims the first place that no living process has; empty when all are taken.
   *
   * @param count how many places there are
   * @throws IOException when the file system has no locks
   */
  public static Optional<SlotLock> claim(Path folder, String prefix, int count) throws IOException {
    for (int number = 0; number < count; number++) {
      Optional<KernelLock> lock = KernelLock.tryAcquire(file(folder, prefix, number));
      if (lock.isPresent()) {
        return Optional.of(new SlotLock(folder, prefix, number, lock.get()));
      }
    }
    return Optional.empty();
  }

  /** The number of the place, from 0. */
  public int number() {
    return number;
  }

  /**
   * The lock of another place, if its process is dead or there is none; nobody can claim the place
   * until it is closed.
   *
   * @return empty when its process lives, and when that is not known: the folder is gone, or no
   *     descriptor is left
   */
  public Optional<KernelLock> takeFromDead(int other) {
    if (other == number) {
      return Optional.empty();
    }
    try {
      return KernelLock.tryAcquire(file(folder, prefix, other));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** As {@link KernelLock#renew()}: false when another process has the place now. */
  public boolean renew() throws IOException {
    return lock.renew();
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }

  private static Path file(Path folder, String prefix, int number) {
    return folder.resolve(prefix + "-" + number);
  }
}
