package dev.bolt.engine;

import java.sql.SQLException;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;
import org.sqlite.core.DB;

/**
 * Stops the call that runs on a SQLite connection.
 *
 * <p>There are two ways, and each is wrong for one kind of statement. A progress handler can end
 * the statement that asks it and no other, but SQLite asks once more after a write has been
 * committed: it would be reported as interrupted and yet be there. {@code sqlite3_interrupt} ends a
 * statement only before its end, but stays in force until all statements of the connection are
 * over. So a read is ended by the handler; in a write the handler calls the interrupt, and whoever
 * ran it ends the open results.
 *
 * <p>{@link #now()} may be called by any thread, the others by the one that uses the session.
 */
final class SqliteStop extends ProgressHandler {

  /** Virtual machine instructions between two questions: well under a millisecond, below 1 %. */
  private static final int INSTRUCTIONS = 4000;

  private final DB database;
  private volatile boolean wanted;
  private boolean reading;
  private boolean interrupted;

  private SqliteStop(DB database) {
    this.database = database;
  }

  /** Installs one on a connection. */
  static SqliteStop on(SQLiteConnection connection) throws SQLException {
    SqliteStop stop = new SqliteStop(connection.getDatabase());
    ProgressHandler.setHandler(connection, INSTRUCTIONS, stop);
    return stop;
  }

  /** Says whether what runs next only reads. */
  void setReading(boolean reading) {
    this.reading = reading;
  }

  /** Stops what runs. */
  void now() {
    wanted = true;
  }

  /**
   * Lets the next call run.
   *
   * @return whether the connection was interrupted, and so stays until its open results are ended
   */
  boolean clear() {
    wanted = false;
    boolean was = interrupted;
    interrupted = false;
    return was;
  }

  @Override
  protected int progress() throws SQLException {
    if (!wanted) {
      return 0;
    }
    if (reading) {
      return 1;
    }
    interrupted = true;
    database.interrupt();
    return 0;
  }
}
