package dev.bolt.node;

import dev.bolt.client.HostLink;
import dev.bolt.engine.ClientId;
import dev.bolt.engine.EngineSession;
import dev.bolt.engine.SessionContext;
import java.sql.SQLException;
import java.time.Duration;

/** This process has joined a host. */
record JoinedRole(HostLink link) implements Role {

  @Override
  public EngineSession openSession(SessionContext context, ClientId client, Duration patience)
      throws SQLException {
    return link.openSession(context, client, patience);
  }
}
