package dev.bolt.agents;

import dev.bolt.database.ConcurrentDatabase;
import dev.bolt.session.DatabaseSession;
import dev.bolt.session.SessionManager;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** The agent that runs a task, for that task. Confined to the thread of the task. */
public final class Agent {
  private final Worker worker;
  private final Databases databases;
  private final Map<ManagedDatabase, DatabaseSession> sessions = new HashMap<>();

  Agent(Worker worker, Databases databases) {
    this.worker = worker;
    this.databases = databases;
  }

  /** Its name, {@code agent-1} and so on, also that of its thread and in messages. */
  public String name() {
    return worker.name();
  }

  /** Its number, from 1. */
  public int number() {
    return worker.number();
  }

  /**
   * A database, the same as {@link Bolt#databaseManager}: each call on it has a connection of its
   * own, and each transaction.
   */
  public ConcurrentDatabase database(Path file) throws SQLException {
    return databases.get(file);
  }

  /**
   * The session of this task on a database, with the name of the agent: a connection, settings and
   * temporary objects of its own. It is opened by the first call and closed when the task ends.
   *
   * @throws SQLException as {@link SessionManager#open(Path)}; 08003 when the Bolt is closed
   */
  public DatabaseSession session(Path file) throws SQLException {
    ManagedDatabase database = databases.managed(file);
    DatabaseSession session = sessions.get(database);
    if (session == null || !session.isOpen()) {
      session = database.sessions().open(name());
      sessions.put(database, session);
    }
    return session;
  }

  /** The task has ended. */
  void closeSessions() {
    sessions.values().forEach(DatabaseSession::close);
  }
}
