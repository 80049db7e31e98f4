package dev.bolt.agents;

import dev.bolt.database.ConcurrentDatabase;
import java.nio.file.Path;
import java.sql.SQLException;

/** The agent that runs a task, for that task. Confined to the thread of the task. */
public final class Agent {
  private final Worker worker;
  private final Databases databases;

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
}
