package dev.bolt.election;

import dev.bolt.os.FileIdentity;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A kernel lock on a file of its own: it dies with the process, so it is never stale.
 *
 * <p>POSIX locks belong to the process and vanish when any descriptor of the file is closed, so
 * this class must hold the only channel of its file in the JVM. The JVM's own table of locks, which
 * all class loaders share, finds a second one: it is told that the lock is taken, before it opens a
 * channel that it would have to close. Thread-safe.
 */
public final class KernelLock implements AutoCloseable {

  private static final Set<OpenOption> OPEN =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /** A file that is new takes two; more only while others delete it. */
  private static final int ATTEMPTS = 20;

  /** The files whose locks this class holds or is about to try. */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  /** Channels that must not be closed while another class loader lives; of the lock thread. */
  private static final Map<Path, FileChannel> KEPT = new HashMap<>();

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final Path file;
  private FileChannel channel;
  private FileIdentity identity;
  private boolean released;

  private KernelLock(Path file, FileChannel channel, FileIdentity identity) {
    this.file = file;
    this.channel = channel;
    this.identity = identity;
  }

  /**
   * Takes the lock if nobody has it, neither another process nor another part of this one.
   *
   * @throws IOException when the file cannot be created or the file system has no locks
   */
  public static Optional<KernelLock> tryAcquire(Path file) throws IOException {
    return tryAcquire(file, false);
  }

  /**
   * Takes the lock if nobody in this process has it; other processes may take it this way too.
   *
   * @throws IOException when the file cannot be created or the file system has no locks
   */
  public static Optional<KernelLock> tryAcquireShared(Path file) throws IOException {
    return tryAcquire(file, true);
  }

  /**
   * Takes the lock as soon as nobody has it, for something short: it looks every two milliseconds.
   *
   * @throws IOException when somebody has had it for the whole time, too
   */
  public static KernelLock acquire(Path file, Duration patience) throws IOException {
    long start = System.nanoTime();
    while (true) {
      Optional<KernelLock> lock = tryAcquire(file);
      if (lock.isPresent()) {
        return lock.get();
      }
      if (System.nanoTime() - start > patience.toNanos()) {
        throw new IOException(
            "Another process has been preparing what is beside it for "
                + patience.toSeconds()
                + " s: "
                + file);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static Optional<KernelLock> tryAcquire(Path file, boolean shared) throws IOException {
    if (!HELD.add(file)) {
      return Optional.empty();
    }
    boolean acquired = false;
    try {
      Optional<KernelLock> lock = LockThread.call(() -> open(file, shared));
      acquired = lock.isPresent();
      return lock;
    } finally {
      if (!acquired) {
        HELD.remove(file);
      }
    }
  }

  // On the lock thread only. Who deletes a lock file holds its lock meanwhile, so a file that has
  // its name before it is opened and after it is locked was not deleted in between.
  private static Optional<KernelLock> open(Path file, boolean shared) throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<FileIdentity> before = FileIdentity.ofExisting(file);
      Optional<KernelLock> lock = openOnce(file, shared);
      if (lock.isEmpty() || before.isPresent() && before.equals(FileIdentity.ofExisting(file))) {
        return lock;
      }
      lock.get().channel.close();
    }
    throw new IOException("Somebody deletes it again and again: " + file);
  }

  private static Optional<KernelLock> openOnce(Path file, boolean shared) throws IOException {
    FileChannel channel = KEPT.remove(file);
    if (channel == null) {
      channel = FileChannel.open(file, OPEN, OWNER_ONLY);
    }
    try {
      FileLock lock = channel.tryLock(0, Long.MAX_VALUE, shared);
      if (lock != null) {
        return Optional.of(
            new KernelLock(file, channel, FileIdentity.ofExisting(file).orElse(null)));
      }
      channel.close();
      return Optional.empty();
    } catch (OverlappingFileLockException e) {
      // Another class loader of this JVM holds it, and would lose it if this channel were closed.
      KEPT.put(file, channel);
      return Optional.empty();
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Makes sure that the lock is one of the file that has the name now: somebody may have deleted
   * the one that was locked, or put another in its place.
   *
   * @return false when another process holds the lock of that file
   * @throws IOException when the file cannot be created
   */
  public synchronized boolean renew() throws IOException {
    return released || LockThread.call(this::isOfFile) || LockThread.call(this::lockAgain);
  }

  // The number of the file that is locked is not given to another one as long as it is open here.
  private boolean isOfFile() throws IOException {
    return Files.exists(file) && FileIdentity.of(file).equals(identity);
  }

  private boolean lockAgain() throws IOException {
    Optional<KernelLock> now = open(file, false);
    if (now.isEmpty()) {
      return false;
    }
    channel.close();
    channel = now.get().channel;
    identity = now.get().identity;
    return true;
  }

  /**
   * Deletes the file while its lock is held, so that whoever opens it sees that it is gone, and
   * takes the lock of another one. The lock is still to be let go.
   */
  public synchronized void deleteFile() throws IOException {
    if (!released) {
      LockThread.call(() -> isOfFile() && Files.deleteIfExists(file));
    }
  }

  /** Lets the lock go. Idempotent. */
  @Override
  public synchronized void close() throws IOException {
    if (released) {
      return;
    }
    released = true;
    try {
      LockThread.call(
          () -> {
            channel.close();
            return null;
          });
    } finally {
      HELD.remove(file);
    }
  }
}
