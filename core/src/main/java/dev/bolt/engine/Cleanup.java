package dev.bolt.engine;

import java.sql.SQLException;
import java.util.List;

/** What is done whatever else goes wrong. Stateless. */
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

  /**
   * Does all of these, one after the other, also those after one that fails.
   *
   * @throws SQLException the first failure, with the later ones suppressed
   */
  static void all(List<EngineCalls.Action> actions) throws SQLException {
    SQLException first = null;
    for (EngineCalls.Action action : actions) {
      SQLException failure = failureOf(action);
      if (first == null) {
        first = failure;
      } else if (failure != null) {
        first.addSuppressed(failure);
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private static SQLException failureOf(EngineCalls.Action action) {
    try {
      action.run();
      return null;
    } catch (SQLException e) {
      return e;
    } catch (RuntimeException e) {
      return EngineCalls.failed(e);
    }
  }
}
