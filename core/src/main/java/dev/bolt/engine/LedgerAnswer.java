package dev.bolt.engine;

import dev.bolt.ErrorCode;
import dev.bolt.protocol.ProtocolException;
import dev.bolt.protocol.RowsCodec;
import dev.bolt.protocol.WireReader;
import dev.bolt.protocol.WireWriter;
import dev.bolt.rows.Chunk;
import dev.bolt.rows.RowShape;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/**
 * How answers that are more than a number are kept in the {@link CommitLedger}. Stateless.
 *
 * <pre>
 *   ROWS │ shape │ chunks           what RETURNING returned
 *   KEYS │ shape │ chunks           generated keys, beside the update count
 *   COUNTS │ rows: varint │ (run: varint, count: long)…    update counts of a batch
 *   LOST                            too long to be kept
 *   (nothing)                       the number is the answer
 * </pre>
 */
final class LedgerAnswer {

  /** An answer is kept up to this length. */
  static final int LIMIT = 64 * 1024;

  /**
   * The answer that is only a number. Not NULL: the engine plans an INSERT anew whenever a
   * parameter becomes NULL, which takes longer than all the rest of it.
   */
  static final byte[] NONE = {};

  private static final int LOST = 0;
  private static final int ROWS = 1;
  private static final int KEYS = 2;
  private static final int COUNTS = 3;

  private static final byte[] LOST_ANSWER = {LOST};

  private LedgerAnswer() {}

  /** Rows that a statement returned; null when they are too many to be in memory. */
  static byte[] rows(RowShape shape, List<Chunk> chunks) throws SQLException {
    return chunks == null ? LOST_ANSWER : encoded(ROWS, shape, chunks);
  }

  /** Keys that a statement generated; null when they are too many to be in memory. */
  static byte[] keys(RowShape shape, List<Chunk> chunks) throws SQLException {
    return chunks == null ? LOST_ANSWER : encoded(KEYS, shape, chunks);
  }

  private static byte[] encoded(int tag, RowShape shape, List<Chunk> chunks) throws SQLException {
    long bytes = chunks.stream().mapToLong(Chunk::approximateBytes).sum();
    if (bytes > LIMIT) {
      return LOST_ANSWER;
    }
    WireWriter out = new WireWriter(512);
    out.putByte(tag);
    RowsCodec.write(shape, chunks, out);
    return bytes(out);
  }

  /** Update counts of a batch. */
  static byte[] counts(long[] counts) {
    WireWriter out = new WireWriter(64);
    out.putByte(COUNTS);
    out.putVarInt(counts.length);
    for (int from = 0; from < counts.length; ) {
      int to = from + 1;
      while (to < counts.length && counts[to] == counts[from]) {
        to++;
      }
      out.putVarInt(to - from);
      out.putLong(counts[from]);
      from = to;
    }
    return bytes(out);
  }

  private static byte[] bytes(WireWriter out) {
    ByteBuffer written = out.written();
    if (written.remaining() > LIMIT) {
      return LOST_ANSWER;
    }
    byte[] bytes = new byte[written.remaining()];
    written.get(bytes);
    return bytes;
  }

  /** The outcome that a row of the ledger stands for. */
  static Outcome outcome(long updateCount, byte[] answer) throws SQLException {
    if (answer.length == 0) {
      return Outcome.of(new Reply(null, updateCount, null, Fate.COMMITTED, false, false));
    }
    try {
      return read(updateCount, new WireReader(ByteBuffer.wrap(answer)));
    } catch (ProtocolException e) {
      throw ErrorCode.CORRUPT.exception(
          "The operation is committed; its answer in Bolt's ledger cannot be read", e);
    }
  }

  private static Outcome read(long updateCount, WireReader in) throws ProtocolException {
    return switch (in.readByte()) {
      case LOST -> Outcome.ANSWER_LOST;
      case ROWS -> Outcome.of(new Reply(rows(in), -1, null, Fate.COMMITTED, false, false));
      case KEYS -> Outcome.of(new Reply(null, updateCount, rows(in), Fate.COMMITTED, false, false));
      case COUNTS -> Outcome.of(counts(in));
      default -> throw new ProtocolException("An answer of an unknown kind");
    };
  }

  private static Cursor rows(WireReader in) throws ProtocolException {
    RowsCodec.Rows rows = RowsCodec.read(in);
    return new MaterializedCursor(rows.shape(), rows.chunks());
  }

  private static long[] counts(WireReader in) throws ProtocolException {
    long[] counts = new long[in.readVarInt()];
    for (int from = 0; from < counts.length; ) {
      int to = from + in.readVarInt();
      if (to <= from || to > counts.length) {
        throw new ProtocolException("A run of update counts that leads nowhere");
      }
      Arrays.fill(counts, from, to, in.readLong());
      from = to;
    }
    return counts;
  }
}
