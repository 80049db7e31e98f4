package dev.bolt.jdbc;

import dev.bolt.engine.Cursor;
import dev.bolt.rows.Chunk;
import dev.bolt.rows.RowShape;
import java.sql.SQLException;

/** A cursor that is read and closed under the lock of its connection. */
final class GuardedChunks implements Cursor.Chunks {
  private final GuardedSession session;
  private final BoltStatement owner;
  private final Cursor.Chunks cursor;

  /**
   * Guards a cursor.
   *
   * @param owner the statement, which may cancel the fetching of rows and is told of the end, or
   *     null
   */
  GuardedChunks(GuardedSession session, BoltStatement owner, Cursor.Chunks cursor) {
    this.session = session;
    this.owner = owner;
    this.cursor = cursor;
  }

  @Override
  public RowShape shape() {
    return cursor.shape();
  }

  @Override
  public Chunk next() throws SQLException {
    return session.call(owner, used -> cursor.next());
  }

  @Override
  public boolean atEnd() {
    return cursor.atEnd();
  }

  @Override
  public boolean detached() {
    return cursor.detached();
  }

  @Override
  public void close() throws SQLException {
    session.close(cursor);
    if (owner != null) {
      owner.resultClosed();
    }
  }
}
