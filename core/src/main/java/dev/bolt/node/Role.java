package dev.bolt.node;

import dev.bolt.engine.ClientId;
import dev.bolt.engine.EngineSession;
import dev.bolt.engine.SessionContext;
import java.sql.SQLException;

/**
 * The part that this process plays for a database, and how it opens sessions in it. Thread-safe.
 */
sealed interface Role permits HostRole, JoinedRole, ReadOnlyRole {

  /**
   * Opens a session.
   *
   * @param client who may ask for the outcome of an operation whose answer did not arrive
   * @throws dev.bolt.client.HostLostException when the host has gone
   */
  EngineSession openSession(SessionContext context, ClientId client) throws SQLException;
}
