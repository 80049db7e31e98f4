package dev.bolt.engine;

import dev.bolt.ErrorCode;
import dev.bolt.rows.Chunk;
import dev.bolt.rows.RowShape;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of one DuckDB result, streamed from the engine until the session needs its connection
 * for something else; what is left then moves to a {@link SpillBuffer}.
 *
 * <p>A DuckDB connection that has an open stream refuses every other statement, so a session has at
 * most one cursor that is live. Confined to the thread that uses the session.
 */
final class DuckDbCursor implements Cursor.Chunks {

  /** Few rows first, so that a small result costs little and the first row comes soon. */
  private static final int FIRST_ROWS = 1024;

  private static final int ROWS = 16 * 1024;

  private final DuckDbStream stream;
  private final DuckDbRows rows;
  private final AutoCloseable nativeResult;
  private long remaining;
  private long fetched;
  private Chunk first;
  private SpillBuffer spilled;
  private boolean live = true;
  private boolean closed;
  private SQLException failure;

  /**
   * Opens a cursor and fetches its first rows.
   *
   * @param nativeResult what to close once the engine has delivered everything, or is not to
   * @param maxRows the rows to hand out at most, 0 for all
   */
  DuckDbCursor(DuckDbStream stream, DuckDbRows rows, AutoCloseable nativeResult, long maxRows)
      throws SQLException {
    this.stream = stream;
    this.rows = rows;
    this.nativeResult = nativeResult;
    this.remaining = maxRows == 0 ? Long.MAX_VALUE : maxRows;
    try {
      this.first = fetch(FIRST_ROWS);
    } catch (SQLException e) {
      fail(e);
      throw e;
    }
  }

  @Override
  public RowShape shape() {
    return rows.shape();
  }

  @Override
  public Chunk next() throws SQLException {
    if (closed) {
      throw ErrorCode.CLOSED.exception("The result is closed");
    }
    if (first != null) {
      Chunk chunk = first;
      first = null;
      return chunk;
    }
    Chunk aside = spilled == null ? null : spilled.next();
    if (aside != null) {
      return aside;
    }
    if (failure != null) {
      throw failure;
    }
    return live ? stream.fetch(this, ROWS) : null;
  }

  @Override
  public boolean atEnd() {
    return first == null && !live && failure == null && (spilled == null || spilled.isEmpty());
  }

  @Override
  public boolean detached() {
    return !live;
  }

  /** How many rows have come from the engine. */
  long fetched() {
    return fetched;
  }

  /** Whether the engine still has rows of this result. */
  boolean live() {
    return live;
  }

  /** Fetches rows from the engine; null at the end. Ends the stream when the engine has no more. */
  Chunk fetch(int count) throws SQLException {
    Chunk chunk = remaining == 0 ? null : rows.next((int) Math.min(count, remaining));
    int rowsOfChunk = chunk == null ? 0 : chunk.rows();
    remaining -= rowsOfChunk;
    fetched += rowsOfChunk;
    if (rows.atEnd() || remaining == 0) {
      endStream();
    }
    return chunk;
  }

  /** All rows that are left, once they have been taken from the engine; null when too many. */
  List<Chunk> held() {
    List<Chunk> held = new ArrayList<>();
    if (first != null) {
      held.add(first);
    }
    return spilled == null || spilled.addTo(held) ? held : null;
  }

  /** Takes the rest of the rows from the engine, to free its connection. */
  void drain() throws SQLException {
    while (live) {
      Chunk chunk = fetch(ROWS);
      if (chunk != null) {
        if (spilled == null) {
          spilled = new SpillBuffer();
        }
        spilled.add(chunk);
      }
    }
  }

  /**
   * Ends the stream before its end: who reads on gets the rows that were fetched, and then this
   * failure instead of an end that is none.
   */
  void fail(SQLException cause) {
    failure = cause;
    Cleanup.after(cause, this::endStream);
  }

  /** Ends the stream in the engine; what was fetched stays. */
  void endStream() throws SQLException {
    if (!live) {
      return;
    }
    live = false;
    try {
      nativeResult.close();
    } catch (SQLException e) {
      throw e;
    } catch (Exception e) {
      throw ErrorCode.ENGINE.exception("The engine could not end a result", e);
    }
  }

  @Override
  public void close() throws SQLException {
    if (closed) {
      return;
    }
    closed = true;
    first = null;
    if (spilled != null) {
      spilled.close();
    }
    stream.closed(this);
  }
}
