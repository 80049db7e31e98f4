package dev.bolt.engine;

import java.io.IOException;
import java.util.Optional;

/**
 * The lock under which one process at a time switches a SQLite file to WAL mode. It comes from
 * above, since this package knows nothing of the files beside a database. Thread-safe.
 */
@FunctionalInterface
public interface WalSwitchLock {

  /** A lock that is held until it is closed. */
  interface Held extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  /** Takes the lock if nobody has it. */
  Optional<Held> tryAcquire() throws IOException;
}
