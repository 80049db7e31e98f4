package dev.bolt.protocol;

import dev.bolt.rows.Chunk;
import dev.bolt.rows.RowShape;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Writes and reads results that are small enough to be there as a whole. Stateless. */
public final class RowsCodec {

  /** A result that is there as a whole. */
  public record Rows(RowShape shape, List<Chunk> chunks) {}

  private RowsCodec() {}

  /** Writes a result: its shape, then each chunk behind a 1, then a 0. */
  public static void write(RowShape shape, Iterable<Chunk> chunks, WireWriter out)
      throws SQLException {
    ShapeCodec.write(shape, out);
    for (Chunk chunk : chunks) {
      out.putByte(1);
      ChunkCodec.write(chunk, out);
    }
    out.putByte(0);
  }

  /** Reads a result. */
  public static Rows read(WireReader in) throws ProtocolException {
    RowShape shape = ShapeCodec.read(in);
    List<Chunk> chunks = new ArrayList<>();
    while (in.readByte() != 0) {
      chunks.add(ChunkCodec.read(in));
    }
    return new Rows(shape, chunks);
  }
}
