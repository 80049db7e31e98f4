package dev.bolt.node;

import dev.bolt.election.KernelLock;
import dev.bolt.election.Sidecar;
import dev.bolt.engine.DuckDbEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A place among the few joined processes that have the engine loaded, to take over at once. A
 * kernel lock for each place, so that it is free again when its process is gone.
 *
 * <p>Loading the engine costs 72 MB to be unpacked and nearly half a second of a core: if all did
 * so, whether ahead of a takeover or in it, nobody would get on meanwhile. Confined to the node's
 * thread.
 */
final class Standby {

  private static final Logger LOG = LoggerFactory.getLogger(Standby.class);

  private KernelLock place;

  /** Makes this process ready if there is a place; else others are. */
  void prepare(Sidecar sidecar) throws SQLException, IOException {
    if (place == null) {
      place = take(sidecar).orElse(null);
    }
    if (place == null) {
      return;
    }
    boolean ready = false;
    try {
      DuckDbEngine.warmUp();
      ready = true;
    } finally {
      if (!ready) {
        end();
      }
    }
  }

  private static Optional<KernelLock> take(Sidecar sidecar) throws IOException {
    for (Path lock : sidecar.standbyLocks()) {
      Optional<KernelLock> taken = KernelLock.tryAcquire(lock);
      if (taken.isPresent()) {
        return taken;
      }
    }
    return Optional.empty();
  }

  /** Gives the place up. Idempotent. */
  void end() {
    if (place == null) {
      return;
    }
    try {
      place.close();
    } catch (IOException e) {
      LOG.warn(
          "The place of this process among those that are ready stays taken: {}", e.toString());
    }
    place = null;
  }

  /** Whether some process has a place. Who asks while another one asks may be told so in vain. */
  static boolean anybodyReady(Sidecar sidecar) throws IOException {
    for (Path lock : sidecar.standbyLocks()) {
      if (Files.exists(lock)) {
        Optional<KernelLock> free = KernelLock.tryAcquire(lock);
        if (free.isEmpty()) {
          return true;
        }
        free.get().close();
      }
    }
    return false;
  }
}
