package dev.bolt.engine;

import dev.bolt.ErrorCode;
import java.sql.SQLException;

/**
 * Whether an instance of the engine has failed for good, as far as anybody has seen. Thread-safe.
 */
final class EngineHealth {

  private volatile boolean failed;

  /** Takes note of an error, which is returned. */
  SQLException seen(SQLException e) {
    if (ErrorCode.ENGINE_FAILED.is(e)) {
      failed = true;
    }
    return e;
  }

  /** Whether it has failed. */
  boolean failed() {
    return failed;
  }
}
