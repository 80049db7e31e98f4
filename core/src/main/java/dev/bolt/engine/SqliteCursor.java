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
  private final EngineCalls.Action givingBack;
  private boolean ended;
  private boolean closed;

  /** The neighbours in the list of {@link SqliteCursors}. */
  SqliteCursor before;

  SqliteCursor after;

  /**
   * A cursor before its first row.
   *
   * @param givingBack what to do with the statement when the cursor is closed
   */
  SqliteCursor(SqliteSession session, ResultSet rows, EngineCalls.Action givingBack) {
    this.session = session;
    this.rows = rows;
    this.givingBack = givingBack;
  }

  @Override
  public ResultSet resultSet() {
    return rows;
  }

  @Override
  public ResultSet named() throws SQLException {
    return SqliteStatement.named(rows);
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

  /**
   * Moves to the first row, which the driver has taken when it ran the statement: no call into the
   * engine that could be cancelled.
   *
   * @return false where there is none, or the cursor is past it
   */
  boolean toFirst() throws SQLException {
    return rows.isBeforeFirst() && rows.next();
  }

  /** The call into the engine that {@link #next()} makes for a later row. */
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
    if (!closed) {
      closed = true;
      session.close(this);
    }
  }

  /** The call into the engine that {@link #close()} makes. */
  void end() throws SQLException {
    rows.close();
    givingBack.run();
  }
}
