package dev.bolt.engine;

import java.sql.SQLException;
import java.sql.Statement;
import org.duckdb.DuckDBConnection;

/** The calls of one session into DuckDB. */
final class DuckDbCalls extends EngineCalls {

  /** What is interrupted. Shared by the session's thread and those that cancel. */
  private static final class Target implements InterruptGate.Interrupt {

    private final DuckDBConnection connection;
    private volatile Statement running;

    Target(DuckDBConnection connection) {
      this.connection = connection;
    }

    @Override
    public void run() {
      try {
        DuckDbInterrupt.interrupt(connection, running);
      } catch (SQLException e) {
        // The connection is being closed: nothing is left to interrupt.
        return;
      }
    }
  }

  private final Target target;

  DuckDbCalls(DuckDBConnection connection) {
    this(new Target(connection));
  }

  private DuckDbCalls(Target target) {
    super(target);
    this.target = target;
  }

  /** Says which statement the call that runs has started. */
  void running(Statement statement) {
    target.running = statement;
  }

  @Override
  void begins() {
    // Nothing has to be prepared: the gate tells when there is something to interrupt.
  }

  @Override
  boolean ended(boolean cancelled) {
    target.running = null;
    return cancelled;
  }

  @Override
  SQLException explained(SQLException failure) {
    return DuckDbSettings.explain(EngineErrors.duckdb(failure));
  }
}
