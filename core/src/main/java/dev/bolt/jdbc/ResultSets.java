package dev.bolt.jdbc;

import dev.bolt.engine.Cursor;
import java.sql.ResultSet;

/** Makes the result sets of one connection. */
final class ResultSets {
  private final GuardedSession session;
  private final boolean allowUnwrap;

  ResultSets(GuardedSession session, boolean allowUnwrap) {
    this.session = session;
    this.allowUnwrap = allowUnwrap;
  }

  /**
   * A result set over a cursor.
   *
   * @param owner the statement whose result it is, or null for one of the metadata
   */
  ResultSet open(BoltStatement owner, Cursor cursor) {
    if (cursor instanceof Cursor.Native rows) {
      return new NativeResultSet(session, owner, rows, allowUnwrap);
    }
    return new ChunkResultSet(owner, new GuardedChunks(session, owner, (Cursor.Chunks) cursor));
  }

  /** One without columns and rows. */
  ResultSet empty(BoltStatement owner) {
    return new ChunkResultSet(owner, new NoRows());
  }
}
