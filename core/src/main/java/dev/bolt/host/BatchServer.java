package dev.bolt.host;

import dev.bolt.ErrorCode;
import dev.bolt.engine.BatchFailure;
import dev.bolt.engine.EngineSession;
import dev.bolt.engine.ExecuteOptions;
import dev.bolt.engine.TransactionState;
import dev.bolt.protocol.ChunkCodec;
import dev.bolt.protocol.ProtocolException;
import dev.bolt.protocol.ValueCodec;
import dev.bolt.protocol.WireReader;
import dev.bolt.rows.ColumnRows;
import dev.bolt.sql.SqlStatement;
import dev.bolt.transport.FrameChannel;
import dev.bolt.transport.FrameType;
import dev.bolt.transport.RequestCodec;
import java.io.IOException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs a batch whose rows arrive in several frames, in one transaction, holding one frame at a
 * time.
 *
 * <p>After an error the rest of the frames is read and thrown away: the client sends them all
 * before it looks for the answer. Used once, by the thread of its session.
 */
final class BatchServer {

  private final EngineSession session;
  private final FrameChannel channel;
  private final SessionActivity activity;
  private long[] counts = new long[64];
  private int done;
  private SQLException failure;

  BatchServer(EngineSession session, FrameChannel channel, SessionActivity activity) {
    this.session = session;
    this.channel = channel;
    this.activity = activity;
  }

  /**
   * Runs the batch that a frame begins.
   *
   * @return an update count for each row
   */
  long[] run(WireReader first) throws IOException, SQLException {
    SqlStatement statement = RequestCodec.readStatement(first);
    activity.runs(statement.text());
    ExecuteOptions options = RequestCodec.readOptions(first);
    boolean own = options.autoCommit() && session.transaction() == TransactionState.NONE;
    ExecuteOptions inTransaction =
        new ExecuteOptions(false, options.readOnly(), false, 0, options.timeout(), options.keys());
    WireReader rows = channel.receive();
    while (channel.type() == FrameType.BATCH_ROWS || channel.type() == FrameType.BATCH_COLUMNS) {
      if (failure == null) {
        runRows(statement, readRows(rows), inTransaction);
      }
      rows = channel.receive();
    }
    if (channel.type() != FrameType.BATCH_END) {
      throw new ProtocolException("A batch is followed by " + channel.type());
    }
    if (!rows.readBoolean() && failure == null) {
      failure = ErrorCode.INVALID_ARGUMENT.exception("The client gave up within the batch");
    }
    if (own) {
      end(options.sequence());
    }
    if (failure != null) {
      throw BatchFailure.of(failure, counts, done, session.transaction());
    }
    return Arrays.copyOf(counts, done);
  }

  private List<Object[]> readRows(WireReader in) throws ProtocolException {
    if (channel.type() == FrameType.BATCH_COLUMNS) {
      try {
        return new ColumnRows(ChunkCodec.read(in));
      } catch (IllegalArgumentException e) {
        throw new ProtocolException(e.getMessage(), e);
      }
    }
    List<Object[]> rows = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      rows.add(ValueCodec.readRow(in));
    }
    return rows;
  }

  private void runRows(SqlStatement statement, List<Object[]> rows, ExecuteOptions options) {
    try {
      add(session.executeBatch(statement, rows, options));
    } catch (BatchUpdateException e) {
      add(e.getLargeUpdateCounts());
      failure = e;
    } catch (SQLException e) {
      failure = e;
    }
  }

  private void end(long sequence) {
    try {
      if (failure == null) {
        session.commit(sequence, Arrays.copyOf(counts, done));
      } else {
        session.rollback();
      }
    } catch (SQLException e) {
      if (failure == null) {
        failure = e;
        rollBackUncovered();
      } else {
        failure.addSuppressed(e);
      }
    }
  }

  // A commit that was refused because its outcome cannot be kept leaves the transaction open, for
  // the client to commit without; a batch is sent again as a whole.
  private void rollBackUncovered() {
    if (!ErrorCode.NOT_COVERED.is(failure)) {
      return;
    }
    try {
      session.rollback();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  private void add(long[] some) {
    if (done + some.length > counts.length) {
      counts = Arrays.copyOf(counts, Math.max(counts.length * 2, done + some.length));
    }
    System.arraycopy(some, 0, counts, done, some.length);
    done += some.length;
  }
}
