package dev.bolt.sync;

import dev.bolt.election.KernelLock;
import dev.bolt.election.LockThread;
import dev.bolt.election.SharedMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The place of this process among those who share counters, which holds a shared kernel lock as
 * long as the counters are mapped here.
 *
 * <p>Whoever gets that lock for himself knows that nobody uses the counters, and writes new ones:
 * what a power cut has left is never believed. Channels are used on {@link LockThread}, which
 * nobody interrupts. Immutable.
 *
 * @param counters the mapped counters
 * @param lock the shared lock
 */
record SyncFileOpening(SyncFile counters, KernelLock lock) implements AutoCloseable {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /**
   * Maps the counters in a folder, new ones if no other process uses them.
   *
   * @throws IOException when they cannot be written or mapped, are not right while others use them,
   *     or when another process has been preparing them for two seconds
   */
  static SyncFileOpening open(Path folder) throws IOException {
    Path file = folder.resolve("sync");
    Path lockFile = folder.resolve("sync.lock");
    Optional<KernelLock> alone = KernelLock.tryAcquire(lockFile);
    if (alone.isPresent()) {
      try {
        LockThread.call(() -> replace(file));
      } finally {
        alone.get().close();
      }
    }
    KernelLock lock = share(lockFile);
    try {
      return new SyncFileOpening(LockThread.call(() -> map(file)), lock);
    } catch (IOException e) {
      lock.close();
      throw e;
    }
  }

  private static KernelLock share(Path lockFile) throws IOException {
    long start = System.nanoTime();
    while (true) {
      Optional<KernelLock> lock = KernelLock.tryAcquireShared(lockFile);
      if (lock.isPresent()) {
        return lock.get();
      }
      if (System.nanoTime() - start > PATIENCE_NANOS) {
        throw new IOException("Another process has been preparing it for 2 s: " + lockFile);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  // Under another name, since who has deleted the lock's file did not stop those who have this one
  // mapped.
  private static Path replace(Path file) throws IOException {
    ByteBuffer content = ByteBuffer.allocateDirect(SyncFile.LENGTH);
    SyncFile.create(content);
    return SharedMemory.replace(file, content);
  }

  private static SyncFile map(Path file) throws IOException {
    if (!SharedMemory.hasLength(file, SyncFile.LENGTH)) {
      throw new IOException("It has not the right length: " + file);
    }
    SyncFile counters = SyncFile.of(SharedMemory.map(file, SyncFile.LENGTH));
    if (!counters.isTrusted()) {
      throw new IOException("It is damaged, or of another version: " + file);
    }
    return counters;
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
