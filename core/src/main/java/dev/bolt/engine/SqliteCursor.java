package dev.bolt.engine;

import dev.bolt.ErrorCode;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The rows of a query, as SQLite finds them.
 *
 * <p>An open one holds a snapshot of the database from its first row to its last; in auto-commit,
 * the session cannot write behind another writer meanwhile. Confined to the thread that uses the
 * session.
 */
final class SqliteCursor implements Cursor.Native, EngineCalls.Call<Boolean> {

  private final SqliteSession session;
  private final ResultSet rows;
  private final EngineCalls.Action end;
  private boolean ended;
  private boolean closed;

  /** The neighbours in the list of {@link SqliteCursors}. */
  SqliteCursor before;

  SqliteCursor after;

  SqliteCursor(SqliteSession session, ResultSet rows, EngineCalls.Action end) {
    this.session = session;
    this.rows = rows;
    this.end = end;
  }

  @Override
  public ResultSet resultSet() {
    return rows;
  }

  @Override
  public ResultSet named() throws SQLException {
    return SqliteColumnNames.named(rows);
  }

  @Override
  public boolean next() throws SQLException {
    if (ended) {
      throw ErrorCode.INTERRUPTED.exception(
          "The result was ended when a write of the same session was cancelled: SQLite interrupts"
              + " all statements of a connection");
    }
    return !closed && session.fetch(this);
  }

  /** The call into the engine that {@link #next()} makes. */
  @Override
  public Boolean run() throws SQLException {
    session.onlyReads();
    return rows.next();
  }

  /** Ends the result in the engine, before it is closed. */
  void endEarly() throws SQLException {
    ended = true;
    rows.close();
  }

  @Override
  public void close() throws SQLException {
    if (closed) {
      return;
    }
    closed = true;
    session.close(this, rows, end);
  }
}
