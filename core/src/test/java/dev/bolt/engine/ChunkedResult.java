package dev.bolt.engine;

import dev.bolt.protocol.ChunkCodec;
import dev.bolt.protocol.ProtocolException;
import dev.bolt.protocol.ShapeCodec;
import dev.bolt.protocol.WireReader;
import dev.bolt.protocol.WireWriter;
import dev.bolt.rows.Chunk;
import dev.bolt.rows.RowShape;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A result of the engine's own driver in chunks, as a host has it or as it comes over the wire. */
public final class ChunkedResult implements Cursor.Chunks {

  private final ResultSet result;
  private final DuckDbRows rows;
  private final int chunkRows;
  private final boolean overWire;
  private final WireWriter writer = new WireWriter(1024);

  public ChunkedResult(ResultSet result, int chunkRows, boolean overWire) throws SQLException {
    this.result = result;
    this.rows = new DuckDbRows(result);
    this.chunkRows = chunkRows;
    this.overWire = overWire;
  }

  @Override
  public RowShape shape() {
    if (!overWire) {
      return rows.shape();
    }
    writer.reset(1 << 20);
    ShapeCodec.write(rows.shape(), writer);
    try {
      return ShapeCodec.read(new WireReader(writer.written()));
    } catch (ProtocolException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Chunk next() throws SQLException {
    Chunk chunk = rows.next(chunkRows);
    if (chunk == null || !overWire) {
      return chunk;
    }
    writer.reset(1 << 20);
    ChunkCodec.write(chunk, writer);
    WireReader reader = new WireReader(writer.written());
    try {
      Chunk read = ChunkCodec.read(reader);
      if (reader.remaining() > 0) {
        throw new ProtocolException(reader.remaining() + " bytes too many");
      }
      return read;
    } catch (ProtocolException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean atEnd() {
    return rows.atEnd();
  }

  @Override
  public boolean detached() {
    return false;
  }

  @Override
  public void close() throws SQLException {
    result.close();
  }
}
