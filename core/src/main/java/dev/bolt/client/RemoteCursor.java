package dev.bolt.client;

import dev.bolt.ErrorCode;
import dev.bolt.engine.Cursor;
import dev.bolt.rows.Chunk;
import dev.bolt.rows.RowShape;
import java.sql.SQLException;
import java.util.ArrayDeque;

/**
 * The rows of a result in the host, fetched a little ahead of the reader.
 *
 * <p>The reader asks for more while it works on what it has; what has been asked for and not been
 * read is bounded, which is all the flow control there is. Confined to its session's thread.
 */
final class RemoteCursor implements Cursor.Chunks {

  /** How many chunks are under way or waiting to be read. */
  private static final int AHEAD = 2;

  private final RemoteSession session;
  private final int number;
  private final RowShape shape;
  private final ArrayDeque<Chunk> ready = new ArrayDeque<>();
  private int asked;
  private boolean complete;
  private boolean closed;
  private SQLException failure;

  /**
   * A cursor with its first rows.
   *
   * @param number the number of the cursor in the host; 0 when the first rows are all
   * @param first the first rows, or null when there are none
   */
  RemoteCursor(RemoteSession session, int number, RowShape shape, Chunk first) {
    this.session = session;
    this.number = number;
    this.shape = shape;
    this.complete = number == 0;
    if (first != null) {
      ready.add(first);
    }
  }

  @Override
  public RowShape shape() {
    return shape;
  }

  @Override
  public Chunk next() throws SQLException {
    if (closed) {
      throw ErrorCode.CLOSED.exception("The result is closed");
    }
    askAhead();
    while (ready.isEmpty()) {
      if (failure != null) {
        throw failure;
      }
      if (complete) {
        return null;
      }
      session.receiveChunk();
      askAhead();
    }
    return ready.poll();
  }

  private void askAhead() throws SQLException {
    while (!complete && failure == null && asked + ready.size() < AHEAD) {
      session.askChunk(this, number);
      asked++;
    }
  }

  @Override
  public boolean atEnd() {
    return complete && ready.isEmpty() && failure == null;
  }

  @Override
  public boolean detached() {
    return complete;
  }

  /** Rows that were asked for have arrived. */
  void arrived(Chunk chunk, boolean last) {
    asked--;
    complete |= last;
    if (chunk != null && !closed) {
      ready.add(chunk);
    }
  }

  /** The host could not deliver rows; those asked for behind the last ones are no failure. */
  void failed(SQLException e) {
    asked--;
    if (!complete) {
      failure = e;
    }
  }

  /** The host is gone, and with it the rows that have not arrived. */
  void lost(SQLException cause) {
    asked = 0;
    if (!complete) {
      failure =
          ErrorCode.SESSION_STATE_LOST.exception(
              "The rest of this result is lost with its host. Run the query again", cause);
    }
  }

  @Override
  public void close() throws SQLException {
    if (closed) {
      return;
    }
    closed = true;
    ready.clear();
    session.closed(this, complete ? 0 : number);
  }
}
