package dev.bolt.engine;

import dev.bolt.gate.WriteGate;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The gates of SQLite files, at which those who write to one wait for their turn. They come from
 * above, since this package knows nothing of the files beside a database. Thread-safe.
 */
@FunctionalInterface
public interface WriteGates {

  /** A gate that this process has open, until it is closed here. */
  interface Opened extends AutoCloseable {

    /** The gate; the same for all who have that of one file open in this process. */
    WriteGate gate();

    @Override
    void close();
  }

  /**
   * Opens the gate of a file.
   *
   * @return empty where writers have nothing to wait at but SQLite's own lock
   */
  Optional<Opened> open(Path file);
}
