package dev.bolt.engine;

import dev.bolt.gate.WriteGate;
import java.nio.file.Path;
import java.sql.SQLException;
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

    /** The wait of this thread at the gate, which begins now. */
    default Blocked blocked() {
      return Blocked.UNSEEN;
    }

    @Override
    void close();
  }

  /** A wait at a gate, as somebody sees it who looks for deadlocks. */
  interface Blocked extends AutoCloseable {

    /** One that nobody sees. */
    Blocked UNSEEN =
        new Blocked() {
          @Override
          public void check() {
            // Nobody looks for deadlocks.
          }

          @Override
          public void close() {
            // Nobody has been told of the wait.
          }
        };

    /**
     * To be called from time to time while the thread waits.
     *
     * @throws SQLException with SQLState 40P01 when it has to stop waiting
     */
    void check() throws SQLException;

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
