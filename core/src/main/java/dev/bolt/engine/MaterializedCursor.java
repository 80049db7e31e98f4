package dev.bolt.engine;

import dev.bolt.rows.Chunk;
import dev.bolt.rows.RowShape;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Collection;

/** Rows that are all here already, as those of metadata. Confined to the session's thread. */
public final class MaterializedCursor implements Cursor.Chunks {

  private static final int ROWS = 8 * 1024;

  private final RowShape shape;
  private final ArrayDeque<Chunk> chunks;

  /** A cursor over chunks. */
  public MaterializedCursor(RowShape shape, Collection<Chunk> chunks) {
    this.shape = shape;
    this.chunks = new ArrayDeque<>(chunks);
  }

  /** All rows of a DuckDB result. */
  static MaterializedCursor of(ResultSet result) throws SQLException {
    DuckDbRows rows = new DuckDbRows(result);
    ArrayDeque<Chunk> chunks = new ArrayDeque<>();
    while (!rows.atEnd()) {
      Chunk chunk = rows.next(ROWS);
      if (chunk != null) {
        chunks.add(chunk);
      }
    }
    return new MaterializedCursor(rows.shape(), chunks);
  }

  @Override
  public RowShape shape() {
    return shape;
  }

  @Override
  public Chunk next() {
    return chunks.poll();
  }

  @Override
  public boolean atEnd() {
    return chunks.isEmpty();
  }

  @Override
  public boolean detached() {
    return true;
  }

  @Override
  public void close() {
    chunks.clear();
  }
}
