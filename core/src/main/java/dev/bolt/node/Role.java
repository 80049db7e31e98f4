package dev.bolt.node;

import dev.bolt.engine.ClientId;
import dev.bolt.engine.EngineSession;
import dev.bolt.engine.SessionContext;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The part that this process plays for a database, and how it opens sessions in it. Thread-safe.
 */
sealed interface Role permits HostRole, JoinedRole, ReadOnlyRole {

  /**
   * Opens a session.
   *
   * @param client who may ask for the outcome of an operation whose answer did not arrive
   * @param patience how long a host that lives may take to answer
   * @throws dev.bolt.client.HostLostException when the host has gone, or does not answer in time
   */
  EngineSession openSession(SessionContext context, ClientId client, Duration patience)
      throws SQLException;
}
