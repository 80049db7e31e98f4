package dev.bolt.node;

import dev.bolt.engine.Cursor;
import dev.bolt.engine.EngineSession;
import dev.bolt.rows.Chunk;
import dev.bolt.rows.RowShape;
import java.sql.SQLException;

/**
 * A result of a session that may lose its host while the result is read. Confined to the session's
 * thread.
 */
final class SharedCursor implements Cursor.Chunks {

  private final SharedSession session;
  private final EngineSession origin;
  private final Cursor.Chunks rows;
  private boolean ended;

  SharedCursor(SharedSession session, EngineSession origin, Cursor.Chunks rows) {
    this.session = session;
    this.origin = origin;
    this.rows = rows;
  }

  @Override
  public RowShape shape() {
    return rows.shape();
  }

  @Override
  public Chunk next() throws SQLException {
    if (rows.atEnd()) {
      return null;
    }
    return session.callCursor(
        origin,
        () -> {
          Chunk chunk = rows.next();
          if (rows.atEnd()) {
            end();
          }
          return chunk;
        });
  }

  @Override
  public boolean atEnd() {
    return rows.atEnd();
  }

  @Override
  public boolean detached() {
    return rows.detached();
  }

  @Override
  public void close() throws SQLException {
    try {
      session.closeCursor(origin, rows);
    } finally {
      end();
    }
  }

  private void end() {
    if (!ended) {
      ended = true;
      session.cursorEnded(origin);
    }
  }
}
