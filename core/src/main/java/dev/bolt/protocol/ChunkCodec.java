package dev.bolt.protocol;

import dev.bolt.rows.Chunk;
import dev.bolt.rows.Column;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes and reads some rows of a result.
 *
 * <pre>
 *   rows: varint │ columns: varint │ column ... │ column ...
 *   column:  values │ has rendering: byte │ rendering, if it has one     see ColumnCodec
 * </pre>
 */
public final class ChunkCodec {

  private ChunkCodec() {}

  /** Writes a chunk. */
  public static void write(Chunk chunk, WireWriter out) {
    out.putVarInt(chunk.rows());
    out.putVarInt(chunk.width());
    for (int i = 0; i < chunk.width(); i++) {
      ColumnCodec.write(chunk.column(i), out);
      Column rendering = chunk.rendering(i);
      out.putBoolean(rendering != null);
      if (rendering != null) {
        ColumnCodec.write(rendering, out);
      }
    }
  }

  /** Reads a chunk. */
  public static Chunk read(WireReader in) throws ProtocolException {
    int rows = in.readVarInt();
    int width = in.readCount(2);
    if (rows < 1 || width < 1) {
      throw new ProtocolException("A chunk of " + rows + " rows and " + width + " columns");
    }
    List<Column> columns = new ArrayList<>(width);
    Column[] renderings = new Column[width];
    for (int i = 0; i < width; i++) {
      columns.add(ColumnCodec.read(in, rows));
      renderings[i] = in.readBoolean() ? readRendering(in, rows) : null;
      if (renderings[i] == null && Chunk.needsRendering(columns.get(i))) {
        throw new ProtocolException("A column of " + columns.get(i).type() + " without its text");
      }
    }
    return new Chunk(rows, columns, renderings);
  }

  private static Column readRendering(WireReader in, int rows) throws ProtocolException {
    Column column = ColumnCodec.read(in, rows);
    if (!column.type().isText()) {
      throw new ProtocolException("A column of " + column.type() + " as the text of another");
    }
    return column;
  }
}
