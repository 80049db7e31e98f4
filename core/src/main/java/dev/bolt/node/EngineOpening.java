package dev.bolt.node;

import dev.bolt.DatabaseId;
import dev.bolt.ErrorCode;
import dev.bolt.config.Options;
import dev.bolt.engine.DuckDbEngine;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Opens an engine, waiting for programs that have the file. Stateless. */
final class EngineOpening {

  private static final long PAUSE_NANOS = 20_000_000;

  private EngineOpening() {}

  /** Looks for another way to the database while its file is held. */
  interface Otherwise {
    /** Whether there is one, so that the engine need not be opened any more. */
    boolean found() throws SQLException;
  }

  /**
   * Opens the engine of a database as soon as the file is free.
   *
   * @param deadline until when it is waited for, as {@link System#nanoTime} counts
   * @param otherwise asked each time that the file is held
   * @return the engine, or empty when there is another way
   * @throws SQLException with SQLState 55P03 when the time is over; it says who has the file
   */
  static Optional<DuckDbEngine> open(
      DatabaseId database, Options options, boolean readOnly, long deadline, Otherwise otherwise)
      throws SQLException {
    while (true) {
      try {
        return Optional.of(DuckDbEngine.open(database.file(), options.engine(), readOnly));
      } catch (SQLException e) {
        if (!ErrorCode.LOCK_TIMEOUT.is(e)) {
          throw e;
        }
        if (otherwise.found()) {
          return Optional.empty();
        }
        if (deadline - System.nanoTime() <= 0) {
          throw new Holders(database, options).timeout();
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }
}
