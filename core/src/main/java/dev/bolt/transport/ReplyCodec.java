package dev.bolt.transport;

import dev.bolt.engine.Cursor;
import dev.bolt.engine.Description;
import dev.bolt.engine.Fate;
import dev.bolt.engine.MaterializedCursor;
import dev.bolt.engine.Outcome;
import dev.bolt.engine.Reply;
import dev.bolt.engine.TransactionState;
import dev.bolt.protocol.ProtocolException;
import dev.bolt.protocol.RowsCodec;
import dev.bolt.protocol.ShapeCodec;
import dev.bolt.protocol.WireReader;
import dev.bolt.protocol.WireWriter;
import dev.bolt.rows.Chunk;
import dev.bolt.rows.ParameterInfo;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Writes and reads what a host answers. The layouts are drawn in {@code docs/protocol.md}. */
public final class ReplyCodec {

  private static final TransactionState[] STATES = TransactionState.values();
  private static final Fate[] FATES = Fate.values();
  private static final Outcome.Kind[] OUTCOMES = Outcome.Kind.values();

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

  /** Writes all rows of a cursor that is small. Closes it. */
  public static void writeAll(Cursor cursor, WireWriter out) throws SQLException {
    if (!(cursor instanceof Cursor.Chunks rows)) {
      throw new IllegalArgumentException("A hosted engine has its rows in chunks");
    }
    try (rows) {
      List<Chunk> chunks = new ArrayList<>();
      for (Chunk chunk = rows.next(); chunk != null; chunk = rows.next()) {
        chunks.add(chunk);
      }
      RowsCodec.write(rows.shape(), chunks, out);
    }
  }

  /** Reads all rows of a cursor that is small. */
  public static MaterializedCursor readAll(WireReader in) throws ProtocolException {
    RowsCodec.Rows rows = RowsCodec.read(in);
    return new MaterializedCursor(rows.shape(), rows.chunks());
  }

  /** Writes what became of an operation. */
  public static void writeOutcome(Outcome outcome, WireWriter out) throws SQLException {
    out.putByte(outcome.kind().ordinal());
    if (outcome.kind() != Outcome.Kind.ANSWERED) {
      return;
    }
    long[] counts = outcome.counts();
    out.putBoolean(counts != null);
    if (counts != null) {
      out.putVarInt(counts.length);
      out.putLongs(counts, counts.length);
      return;
    }
    Reply reply = outcome.reply();
    out.putLong(reply.updateCount());
    writeOptional(reply.cursor(), out);
    writeOptional(reply.generatedKeys(), out);
  }

  private static void writeOptional(Cursor cursor, WireWriter out) throws SQLException {
    out.putBoolean(cursor != null);
    if (cursor != null) {
      writeAll(cursor, out);
    }
  }

  /** Reads what became of an operation. */
  public static Outcome readOutcome(WireReader in) throws ProtocolException {
    int kind = in.readByte() & 0xff;
    if (kind >= OUTCOMES.length) {
      throw new ProtocolException("Unknown outcome " + kind);
    }
    return switch (OUTCOMES[kind]) {
      case NOT_COMMITTED -> Outcome.NOT_COMMITTED;
      case ANSWER_LOST -> Outcome.ANSWER_LOST;
      case ANSWERED -> readAnswer(in);
    };
  }

  private static Outcome readAnswer(WireReader in) throws ProtocolException {
    if (in.readBoolean()) {
      return Outcome.of(in.readLongs(in.readCount(Long.BYTES)));
    }
    long updateCount = in.readLong();
    Cursor rows = in.readBoolean() ? readAll(in) : null;
    Cursor keys = in.readBoolean() ? readAll(in) : null;
    return Outcome.of(new Reply(rows, updateCount, keys, Fate.COMMITTED, false, false));
  }
}
