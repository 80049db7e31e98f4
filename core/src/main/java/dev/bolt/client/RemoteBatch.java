package dev.bolt.client;

import dev.bolt.ErrorCode;
import dev.bolt.protocol.ChunkCodec;
import dev.bolt.protocol.ValueCodec;
import dev.bolt.protocol.WireWriter;
import dev.bolt.rows.BatchPieces;
import dev.bolt.rows.ColumnRows;
import dev.bolt.transport.FrameChannel;
import dev.bolt.transport.FrameType;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.List;

/**
 * Sends the rows of a batch in frames of bounded size, in columns where they suit. Used once, by
 * the thread of its session.
 *
 * <p>The frame that begins the batch has been written by the session, and not been sent.
 */
final class RemoteBatch {

  private static final int FRAME_BYTES = 512 * 1024;

  private final RemoteSession session;
  private final FrameChannel channel;
  private final boolean inColumns;
  private int sent;

  /**
   * A batch that is not sent yet.
   *
   * @param inColumns whether the host takes columns, and can make use of them
   */
  RemoteBatch(RemoteSession session, FrameChannel channel, boolean inColumns) {
    this.session = session;
    this.channel = channel;
    this.inColumns = inColumns;
  }

  /** Sends the rows and returns an update count for each. */
  long[] run(List<Object[]> rows) throws SQLException {
    session.send();
    SQLException unsendable = sendRows(rows);
    channel.begin(FrameType.BATCH_END).putBoolean(unsendable == null);
    try {
      return session.batchResult();
    } catch (BatchUpdateException e) {
      if (unsendable != null) {
        unsendable.setNextException(e);
        throw new BatchUpdateException(
            unsendable.getMessage(),
            unsendable.getSQLState(),
            unsendable.getErrorCode(),
            e.getLargeUpdateCounts(),
            unsendable);
      }
      throw e;
    }
  }

  // Returns the failure of a row that cannot be sent; the host then gives the batch up.
  private SQLException sendRows(List<Object[]> rows) throws SQLException {
    if (!inColumns) {
      return sendAsRows(rows);
    }
    SQLException unsendable = null;
    BatchPieces pieces = new BatchPieces(rows);
    while (pieces.hasNext() && unsendable == null) {
      List<Object[]> piece = pieces.next();
      if (piece instanceof ColumnRows columns) {
        ChunkCodec.write(columns.chunk(), channel.begin(FrameType.BATCH_COLUMNS));
        session.send();
        sent += piece.size();
      } else {
        unsendable = sendAsRows(piece);
      }
    }
    return unsendable;
  }

  private SQLException sendAsRows(List<Object[]> rows) throws SQLException {
    int next = 0;
    while (next < rows.size()) {
      WireWriter out = channel.begin(FrameType.BATCH_ROWS);
      int countAt = out.position();
      out.putInt(0);
      int count = 0;
      try {
        while (next < rows.size() && (count == 0 || out.position() < FRAME_BYTES)) {
          ValueCodec.writeRow(rows.get(next), out);
          next++;
          count++;
        }
      } catch (SQLException e) {
        return ErrorCode.INVALID_ARGUMENT.exception(
            "Row " + (sent + count + 1) + " of the batch cannot be sent: " + e.getMessage(), e);
      }
      out.putIntAt(countAt, count);
      session.send();
      sent += count;
    }
    return null;
  }
}
