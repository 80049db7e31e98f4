package dev.bolt.doctor;

import dev.bolt.election.KernelLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The kernel locks that are held while files are removed, by which it is proven that nobody else
 * has them. Confined to one thread.
 */
final class HeldLocks implements AutoCloseable {

  private final boolean rehearsal;
  private final Map<Path, KernelLock> held = new LinkedHashMap<>();

  /**
   * No locks yet.
   *
   * @param rehearsal whether no file may be created
   */
  HeldLocks(boolean rehearsal) {
    this.rehearsal = rehearsal;
  }

  /** Whether nobody else has a lock; it is held here then, until the end. */
  boolean hold(Path file) throws IOException {
    if (held.containsKey(file) || rehearsal && !Files.exists(file)) {
      return true;
    }
    Optional<KernelLock> lock = KernelLock.tryAcquire(file);
    lock.ifPresent(taken -> held.put(file, taken));
    return lock.isPresent();
  }

  /** Deletes the file of a lock that is held, and lets it go. */
  void delete(Path file) throws IOException {
    KernelLock lock = held.remove(file);
    if (lock != null) {
      try (lock) {
        lock.deleteFile();
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (KernelLock lock : held.values()) {
      lock.close();
    }
    held.clear();
  }
}
