package dev.bolt.node;

import dev.bolt.DatabaseId;
import dev.bolt.ErrorCode;
import dev.bolt.config.Options;
import dev.bolt.engine.DuckDbEngine;
import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;

/** Opens an engine, waiting for programs that have the file. Stateless. */
final class EngineOpening {

  private static final long PAUSE_NANOS = 20_000_000;

  private EngineOpening() {}

  /**
   * Opens the engine of a database as soon as the file is free.
   *
   * @param deadline until when it is waited for, as {@link System#nanoTime} counts
   * @throws SQLException with SQLState 55P03 when the time is over; it says who has the file
   */
  static DuckDbEngine open(DatabaseId database, Options options, boolean readOnly, long deadline)
      throws SQLException {
    while (true) {
      try {
        return DuckDbEngine.open(database.file(), options.engine(), readOnly);
      } catch (SQLException e) {
        if (!ErrorCode.LOCK_TIMEOUT.is(e)) {
          throw e;
        }
        if (deadline - System.nanoTime() <= 0) {
          throw new Holders(database, options).timeout();
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }
}
