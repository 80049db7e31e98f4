package dev.bolt.engine;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.duckdb.DuckDBConnection;

/** The calls of one session into DuckDB. */
final class DuckDbCalls extends EngineCalls {

  /** What is interrupted. Shared by the session's thread and those that cancel. */
  private static final class Target implements InterruptGate.Interrupt {

    private final DuckDBConnection connection;
    private final Admission.Place place;
    private volatile Statement running;

    Target(DuckDBConnection connection, Admission.Place place) {
      this.connection = connection;
      this.place = place;
    }

    @Override
    public void run() {
      place.wake();
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

  /** What the call that runs is about; null where that has no text. */
  private String text;

  /**
   * The calls of a session.
   *
   * @param place where it waits until the engine may be called
   */
  DuckDbCalls(
      DuckDBConnection connection,
      Admission.Place place,
      DuckDbWorkers workers,
      EngineHealth health) {
    this(new Target(connection, place), workers.call(), health);
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

  /**
   * Runs a call.
   *
   * @param sql what it is about, which tells how long it may take; null where that has no text
   * @param timeout the time after which it is cancelled, or null
   */
  <T> T run(String sql, Duration timeout, Call<T> engineCall) throws SQLException {
    text = sql;
    return run(timeout, engineCall);
  }

  @Override
  void begins() {
    // Nothing of the engine's has begun before the call is admitted.
  }

  @Override
  void admit() throws SQLException {
    if (!target.place.enter(text, this::cancelled)) {
      throw GroupedWrite.interrupted();
    }
    call.begins();
  }

  @Override
  boolean ended(boolean cancelled) {
    target.place.leave();
    call.ended();
    text = null;
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
