package dev.bolt.engine;

import dev.bolt.ErrorCode;
import dev.bolt.rows.Chunk;
import java.sql.SQLException;

/**
 * The open result of one session, of which a DuckDB connection has one at most: while it is open,
 * the connection refuses everything else, so whatever is left of it is set aside first.
 *
 * <p>Confined to the thread that uses the session.
 */
final class DuckDbStream {

  private final DuckDbCalls calls;
  private final DuckDbTransaction transaction;
  private DuckDbCursor live;

  DuckDbStream(DuckDbCalls calls, DuckDbTransaction transaction) {
    this.calls = calls;
    this.transaction = transaction;
  }

  /**
   * Opens a cursor on a result, and fetches its first rows; within a call.
   *
   * @param end what to close at the end of the result
   * @param maxRows the rows to hand out at most, 0 for all
   */
  DuckDbCursor open(DuckDbRows rows, AutoCloseable end, long maxRows) throws SQLException {
    live = new DuckDbCursor(this, rows, end, maxRows);
    return live;
  }

  /** Before anything else happens on the connection, what is left of the result leaves it. */
  void setAside() throws SQLException {
    DuckDbCursor cursor = live;
    live = null;
    if (cursor == null || !cursor.live()) {
      return;
    }
    // What goes wrong with the rest of a result is the matter of who reads it, and of the
    // transaction if it ended that; what comes next goes on, unless it was meant by a cancel.
    try {
      take(cursor, EngineCalls.doing(cursor::drain));
    } catch (SQLException e) {
      if (ErrorCode.INTERRUPTED.is(e)) {
        throw e;
      }
    }
  }

  /** Fetches rows of a cursor that is live. */
  Chunk fetch(DuckDbCursor cursor, int count) throws SQLException {
    return take(cursor, () -> cursor.fetch(count));
  }

  /**
   * Takes rows from the engine; when that fails, the result is over, and the transaction may be.
   */
  private <T> T take(DuckDbCursor cursor, EngineCalls.Call<T> rows) throws SQLException {
    try {
      return calls.run(null, rows);
    } catch (SQLException e) {
      // First, since the engine refuses everything else, a ROLLBACK too, while a stream is open.
      cursor.fail(e);
      transaction.failed(e);
      throw e;
    }
  }

  /** A cursor was closed: its result need not go on. */
  void closed(DuckDbCursor cursor) throws SQLException {
    if (cursor.live()) {
      calls.run(null, EngineCalls.doing(cursor::endStream));
    }
    if (cursor == live) {
      live = null;
    }
  }

  /** The session ends: who reads on is told. */
  void close() {
    if (live != null) {
      live.fail(ErrorCode.CLOSED.exception("The session of this result is closed"));
      live = null;
    }
  }
}
