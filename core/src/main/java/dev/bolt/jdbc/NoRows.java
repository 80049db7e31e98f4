package dev.bolt.jdbc;

import dev.bolt.engine.Cursor;
import dev.bolt.rows.Chunk;
import dev.bolt.rows.RowShape;
import java.util.List;

/** A result without columns and rows. Immutable. */
final class NoRows implements Cursor.Chunks {

  @Override
  public RowShape shape() {
    return new RowShape(List.of());
  }

  @Override
  public Chunk next() {
    return null;
  }

  @Override
  public boolean atEnd() {
    return true;
  }

  @Override
  public boolean detached() {
    return true;
  }

  @Override
  public void close() {}
}
