package dev.bolt.engine;

import java.sql.SQLException;

/** What is done because of a failure, which stays the failure whatever goes wrong then. */
final class Cleanup {

  private Cleanup() {}

  /** Does something after a failure; if that fails too, the failure says so. */
  static void after(SQLException failure, EngineCalls.Action cleanup) {
    try {
      cleanup.run();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }
}
