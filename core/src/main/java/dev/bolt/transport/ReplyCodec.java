package dev.bolt.transport;

import dev.bolt.engine.Cursor;
import dev.bolt.engine.Description;
import dev.bolt.engine.Fate;
import dev.bolt.engine.TransactionState;
import dev.bolt.protocol.ChunkCodec;
import dev.bolt.protocol.ProtocolException;
import dev.bolt.protocol.ShapeCodec;
import dev.bolt.protocol.WireReader;
import dev.bolt.protocol.WireWriter;
import dev.bolt.rows.Chunk;
import dev.bolt.rows.ParameterInfo;
import dev.bolt.rows.RowShape;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Writes and reads what a host answers. The layouts are drawn in {@code docs/protocol.md}. */
public final class ReplyCodec {

  private static final TransactionState[] STATES = TransactionState.values();
  private static final Fate[] FATES = Fate.values();

  private ReplyCodec() {}

  /** Writes the state of the transaction, with which every answer of a session begins. */
  public static void writeState(TransactionState state, WireWriter out) {
    out.putByte(state.ordinal());
  }

  /** Reads the state of the transaction. */
  public static TransactionState readState(WireReader in) throws ProtocolException {
    int state = in.readByte() & 0xff;
    if (state >= STATES.length) {
      throw new ProtocolException("Unknown transaction state " + state);
    }
    return STATES[state];
  }

  /** Writes what became of the writes. */
  public static void writeFate(Fate fate, WireWriter out) {
    out.putByte(fate.ordinal());
  }

  /** Reads what became of the writes. */
  public static Fate readFate(WireReader in) throws ProtocolException {
    int fate = in.readByte() & 0xff;
    if (fate >= FATES.length) {
      throw new ProtocolException("Unknown fate " + fate);
    }
    return FATES[fate];
  }

  /** Writes a description. */
  public static void writeDescription(Description description, WireWriter out) {
    ShapeCodec.writeParameters(description.parameters(), out);
    out.putByte(description.shape() == null ? 0 : 1);
    if (description.shape() != null) {
      ShapeCodec.write(description.shape(), out);
    }
  }

  /** Reads a description. */
  public static Description readDescription(WireReader in) throws ProtocolException {
    List<ParameterInfo> parameters = ShapeCodec.readParameters(in);
    return new Description(parameters, in.readByte() == 0 ? null : ShapeCodec.read(in));
  }

  /** Writes all rows of a cursor that is small: its shape, a count, its chunks. Closes it. */
  public static void writeAll(Cursor cursor, WireWriter out) throws SQLException {
    if (!(cursor instanceof Cursor.Chunks chunks)) {
      throw new IllegalArgumentException("A hosted engine has its rows in chunks");
    }
    try (chunks) {
      ShapeCodec.write(chunks.shape(), out);
      for (Chunk chunk = chunks.next(); chunk != null; chunk = chunks.next()) {
        out.putByte(1);
        ChunkCodec.write(chunk, out);
      }
      out.putByte(0);
    }
  }

  /** The rows of a small cursor. */
  public record Rows(RowShape shape, List<Chunk> chunks) {}

  /** Reads all rows of a cursor that is small. */
  public static Rows readAll(WireReader in) throws ProtocolException {
    RowShape shape = ShapeCodec.read(in);
    List<Chunk> chunks = new ArrayList<>();
    while (in.readByte() != 0) {
      chunks.add(ChunkCodec.read(in));
    }
    return new Rows(shape, chunks);
  }
}
