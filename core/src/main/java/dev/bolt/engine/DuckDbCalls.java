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
        DuckDbNative.interrupt(connection, running);
      } catch (SQLException e) {
        // The connection is being closed: nothing is left to interrupt.
        return;
      }
    }
  }

  private final Target target;
  private final DuckDbWorkers.Call call;
  private final EngineHealth health;

  DuckDbCalls(DuckDBConnection connection, DuckDbWorkers workers, EngineHealth health) {
    this(new Target(connection), workers.call(), health);
  }

  private DuckDbCalls(Target target, DuckDbWorkers.Call call, EngineHealth health) {
    super(target);
    this.target = target;
    this.health = health;
    this.call = call;
  }

  /** Says which statement the call that runs has started. */
  void running(Statement statement) {
    target.running = statement;
  }

  @Override
  void begins() {
    call.begins();
  }

  @Override
  boolean ended(boolean cancelled) {
    call.ended();
    target.running = null;
    return cancelled;
  }

  @Override
  SQLException explained(SQLException failure) {
    return DuckDbSettings.explain(health.seen(EngineErrors.duckdb(failure)));
  }

  /** The session has ended. */
  void close() {
    call.close();
  }
}
