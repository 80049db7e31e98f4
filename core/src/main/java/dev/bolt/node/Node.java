package dev.bolt.node;

import dev.bolt.config.Options;
import dev.bolt.engine.EngineSession;
import dev.bolt.engine.SessionContext;
import java.sql.SQLException;

/** A database that this process has open. Thread-safe. */
sealed interface Node permits HostedNode, DirectNode {

  /** The options of who opened it first here. */
  Options options();

  /** Opens a session. */
  EngineSession openSession(SessionContext context, Options wanted) throws SQLException;

  /** Whether nobody uses it and nothing is held. */
  boolean isUnused();
}
