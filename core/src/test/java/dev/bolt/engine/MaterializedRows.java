package dev.bolt.engine;

import dev.bolt.rows.Chunk;
import dev.bolt.rows.RowShape;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** Chunks that are there already, of no particular shape. */
public final class MaterializedRows implements Cursor.Chunks {

  private final Deque<Chunk> chunks;

  public MaterializedRows(Chunk... chunks) {
    this.chunks = new ArrayDeque<>(Arrays.asList(chunks));
  }

  @Override
  public RowShape shape() {
    return new RowShape(List.of());
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
  public void close() {
    chunks.clear();
  }
}
