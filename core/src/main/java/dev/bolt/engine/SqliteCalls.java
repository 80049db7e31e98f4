package dev.bolt.engine;

import java.sql.SQLException;
import org.sqlite.SQLiteConnection;

/** The calls of one session into SQLite. A call that was interrupted ends the open results too. */
final class SqliteCalls extends EngineCalls {

  private final SqliteCursors cursors;
  private final SqliteStop stop;

  SqliteCalls(SQLiteConnection connection, SqliteCursors cursors) throws SQLException {
    this(SqliteStop.on(connection), cursors);
  }

  private SqliteCalls(SqliteStop stop, SqliteCursors cursors) {
    super(stop::now);
    this.cursors = cursors;
    this.stop = stop;
  }

  @Override
  void begins() {
    stop.setReading(false);
  }

  @Override
  boolean ended(boolean cancelled) throws SQLException {
    if (cancelled && stop.clear()) {
      cursors.endAll();
    }
    return cancelled;
  }

  @Override
  SQLException explained(SQLException failure) {
    return EngineErrors.sqlite(failure);
  }

  /** Says that the rest of the call that runs only reads, so that it can be ended for itself. */
  void onlyReads() {
    stop.setReading(true);
  }
}
