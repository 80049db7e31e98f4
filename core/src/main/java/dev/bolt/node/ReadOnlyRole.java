package dev.bolt.node;

import dev.bolt.engine.ClientId;
import dev.bolt.engine.DuckDbEngine;
import dev.bolt.engine.EngineSession;
import dev.bolt.engine.SessionContext;
import java.sql.SQLException;
import java.time.Duration;

/**
 * This process may not write the file, or not its folder, so it opens it read-only; the engine lets
 * any number of processes do so.
 */
record ReadOnlyRole(DuckDbEngine engine) implements Role {

  @Override
  public EngineSession openSession(SessionContext context, ClientId client, Duration patience)
      throws SQLException {
    return engine.openSession(context);
  }
}
