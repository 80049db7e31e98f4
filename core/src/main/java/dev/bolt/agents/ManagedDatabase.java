package dev.bolt.agents;

import dev.bolt.ErrorCode;
import dev.bolt.agents.DatabaseCondition.State;
import dev.bolt.database.ConcurrentDatabase;
import dev.bolt.session.SessionConfig;
import dev.bolt.session.SessionManager;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A database that is opened once, and looked at from time to time. Thread-safe. */
final class ManagedDatabase {
  private static final Logger LOG = LoggerFactory.getLogger(ManagedDatabase.class);

  private final Path file;
  private final BoltConfig config;

  /** Set once; opening is guarded by this, so that a file that waits makes no other one wait. */
  private volatile ConcurrentDatabase open;

  /** Set once by the first session, as the database is. */
  private volatile SessionManager sessions;

  private volatile DatabaseCondition condition;
  private volatile boolean closed;

  ManagedDatabase(Path file, BoltConfig config) {
    this.file = file;
    this.config = config;
    this.condition = condition(State.UNAVAILABLE, "it was not opened yet", Duration.ZERO);
  }

  ConcurrentDatabase get() throws SQLException {
    ConcurrentDatabase database = open;
    return database == null ? open() : database;
  }

  private synchronized ConcurrentDatabase open() throws SQLException {
    if (open == null) {
      requireOpen();
      try {
        open = ConcurrentDatabase.open(file, config.database());
        condition = condition(State.GOOD, "", Duration.ZERO);
      } catch (SQLException e) {
        condition = condition(State.UNAVAILABLE, e.getMessage(), Duration.ZERO);
        throw e;
      }
    }
    return open;
  }

  /** The sessions of agents on it. */
  synchronized SessionManager sessions() throws SQLException {
    if (sessions == null) {
      requireOpen();
      sessions =
          SessionManager.open(
              file,
              SessionConfig.defaults()
                  .withDatabase(config.database())
                  .withMaxConnections(config.agents()));
      if (closed) {
        // Whoever closed this meanwhile did not wait for the file, and has not seen them.
        sessions.close();
        requireOpen();
      }
    }
    return sessions;
  }

  private void requireOpen() throws SQLException {
    if (closed) {
      throw ErrorCode.CLOSED.exception("The database " + file + " is closed with its Bolt");
    }
  }

  void tryOpen() {
    try {
      get();
    } catch (SQLException e) {
      LOG.warn("{} is not available now: {}", file, e.getMessage());
    }
  }

  /** Looks whether it answers, and opens it if it is not open. */
  void look() {
    long start = System.nanoTime();
    try {
      ConcurrentDatabase database = get();
      database.query("SELECT 1");
      condition = condition(State.GOOD, "", Duration.ofNanos(System.nanoTime() - start));
    } catch (SQLException e) {
      // What could not be opened has said so itself.
      if (open != null) {
        condition =
            condition(State.TROUBLED, e.getMessage(), Duration.ofNanos(System.nanoTime() - start));
      }
    }
  }

  private DatabaseCondition condition(State state, String reason, Duration answer) {
    return new DatabaseCondition(file, state, reason, answer, Optional.empty());
  }

  DatabaseCondition condition() {
    DatabaseCondition last = condition;
    return new DatabaseCondition(
        file,
        last.state(),
        last.reason(),
        last.answer(),
        Optional.ofNullable(open).map(ConcurrentDatabase::stats));
  }

  void close() {
    closed = true;
    SessionManager ofAgents = sessions;
    if (ofAgents != null) {
      ofAgents.close();
    }
    ConcurrentDatabase database = open;
    if (database != null) {
      database.close();
    }
  }
}
