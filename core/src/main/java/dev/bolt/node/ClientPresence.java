package dev.bolt.node;

import dev.bolt.election.KernelLock;
import dev.bolt.election.Sidecar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * By what hosts see that a process may still ask what became of its operations: a kernel lock,
 * which is gone when the process is, whatever its PID and in whatever namespace.
 *
 * <p>The file of a process that has ended in order, and owes no host a goodbye, goes with it;
 * others are found by the next host that looks. Of the node's thread, {@link #owesGoodbye}
 * excepted.
 */
final class ClientPresence {

  private static final Logger LOG = LoggerFactory.getLogger(ClientPresence.class);

  private static final int ATTEMPTS = 50;
  private static final long PAUSE_NANOS = 2_000_000;

  private final long process;
  private Path file;
  private KernelLock lock;
  private volatile boolean owing;
  private volatile boolean asking;

  /**
   * Not shown yet.
   *
   * @param process by what hosts know this process
   */
  ClientPresence(long process) {
    this.process = process;
  }

  /** Shows that the process is there, before it joins a host. */
  void show(Sidecar sidecar) throws IOException {
    if (lock == null) {
      file = sidecar.clientLock(process);
      lock = sidecar.tryAcquire(file).orElse(null);
      for (int again = 0; lock == null && again < ATTEMPTS; again++) {
        // Nobody else has this name, so somebody looks for leftovers.
        LockSupport.parkNanos(PAUSE_NANOS);
        lock = sidecar.tryAcquire(file).orElse(null);
      }
    }
  }

  /** A session has ended and could not say goodbye to its host. */
  void owesGoodbye() {
    owing = true;
  }

  /** A session has ended whose user may still ask: hosts keep outcomes while this process lives. */
  void mayAskLater() {
    owing = true;
    asking = true;
  }

  /** The process has no session any more. */
  void end() {
    if (lock == null || asking) {
      return;
    }
    try {
      if (!owing) {
        Files.deleteIfExists(file);
      }
      lock.close();
    } catch (IOException e) {
      LOG.warn("{} could not be let go: {}", file, e.getMessage());
    }
    lock = null;
  }

  /** Whether a process is proven to be gone; forgets it then. */
  static boolean isGone(Sidecar sidecar, long process) {
    Path file = sidecar.clientLock(process);
    if (!Files.exists(file)) {
      return false;
    }
    try {
      Optional<KernelLock> free = KernelLock.tryAcquire(file);
      if (free.isEmpty()) {
        return false;
      }
      try (KernelLock held = free.get()) {
        Files.deleteIfExists(file);
        return held != null;
      }
    } catch (IOException e) {
      LOG.debug("It cannot be seen whether a process is gone: {}", e.toString());
      return false;
    }
  }
}
