package dev.bolt.host;

import dev.bolt.ErrorCode;
import dev.bolt.engine.Cursor;
import dev.bolt.engine.Description;
import dev.bolt.engine.EngineSession;
import dev.bolt.engine.ExecuteOptions;
import dev.bolt.engine.Outcome;
import dev.bolt.engine.Reply;
import dev.bolt.protocol.ChunkCodec;
import dev.bolt.protocol.MessageTooLongException;
import dev.bolt.protocol.ProtocolException;
import dev.bolt.protocol.ShapeCodec;
import dev.bolt.protocol.ValueCodec;
import dev.bolt.protocol.WireReader;
import dev.bolt.protocol.WireWriter;
import dev.bolt.rows.Chunk;
import dev.bolt.rows.RowShape;
import dev.bolt.sql.SqlStatement;
import dev.bolt.transport.FrameChannel;
import dev.bolt.transport.FrameType;
import dev.bolt.transport.ReplyCodec;
import dev.bolt.transport.RequestCodec;
import dev.bolt.transport.SessionStatus;
import dev.bolt.transport.SqlErrorCodec;
import java.io.EOFException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the requests of one joined session, one after the other, on a session of the engine.
 *
 * <pre>
 *   IDLE ──request──▶ BUSY ──answered──▶ IDLE
 *    │                 │ leave asked
 *    │ leave asked     ▼
 *    └──────────▶ LEAVING: nothing is executed any more, every request is answered LEAVING
 * </pre>
 *
 * <p>The thread that calls {@link #run()} owns the channel and the engine's session; the states,
 * and sending LEAVING, are guarded by this object.
 */
final class SessionServer implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(SessionServer.class);

  private enum Phase {
    /** Waiting for a request. */
    IDLE,
    /** Executing one. */
    BUSY,
    /** Executing one, and asked to leave after it. */
    LAST,
    /** Executing nothing any more. */
    LEAVING
  }

  private final FrameChannel channel;
  private final EngineSession session;
  private final Map<Integer, Cursor.Chunks> cursors = new HashMap<>();
  private int lastCursor;
  private final Members members;
  private final SessionActivity activity = new SessionActivity();
  private Phase phase = Phase.IDLE;
  private long requests;

  SessionServer(FrameChannel channel, EngineSession session, Members members) {
    this.channel = channel;
    this.session = session;
    this.members = members;
  }

  @Override
  public void run() {
    try (channel) {
      while (true) {
        WireReader request = channel.receive();
        if (!beginRequest()) {
          sendLeaving();
          continue;
        }
        boolean leaving;
        activity.begin(channel.type().name());
        try {
          serve(channel.type(), request);
        } finally {
          activity.end(session.transaction());
          leaving = endRequest();
        }
        if (leaving) {
          closeSession();
          sendLeaving();
          members.sessionLeft();
        }
      }
    } catch (EOFException e) {
      LOG.debug("A joined session has ended");
    } catch (IOException e) {
      // A client that vanished, or sent what no client sends: its session ends, nobody else's.
      LOG.debug("A joined session has been cut off: {}", e.toString());
    } finally {
      closeSession();
    }
  }

  private synchronized boolean beginRequest() {
    if (phase == Phase.LEAVING) {
      return false;
    }
    requests++;
    phase = phase == Phase.LAST ? Phase.LAST : Phase.BUSY;
    return true;
  }

  private synchronized boolean endRequest() {
    boolean last = phase == Phase.LAST && settled();
    phase = last ? Phase.LEAVING : phase == Phase.LAST ? Phase.LAST : Phase.IDLE;
    return last;
  }

  // Nothing would be lost if the session ended now: no open transaction, no half-read result.
  private boolean settled() {
    return !session.transaction().open() && cursors.isEmpty();
  }

  /**
   * Asks the session to stop executing: at once when it is idle, else when its request is over, and
   * its open transaction and half-read results if it has any.
   *
   * @return whether it has stopped
   */
  synchronized boolean leave() {
    if (phase == Phase.IDLE && settled()) {
      phase = Phase.LEAVING;
      closeSession();
      sendLeaving();
    } else if (phase != Phase.LEAVING) {
      phase = Phase.LAST;
    }
    return phase == Phase.LEAVING;
  }

  /** Ends the session, whatever it does: cancels its statement and closes its connection. */
  void abort() {
    try {
      session.cancel();
      channel.close();
    } catch (IOException | SQLException e) {
      LOG.debug("A joined session could not be ended in order: {}", e.toString());
    }
  }

  /**
   * Cancels what runs, if anything does and it is not later than a request. A cancel comes on
   * another connection and may be late: what the client has asked for since is not meant. Within
   * the monitor, so that no later request begins meanwhile.
   *
   * @param lastRequest the number of the last request that is meant; they count from 1
   */
  synchronized void cancel(long lastRequest) throws SQLException {
    if (requests <= lastRequest) {
      session.cancel();
    }
  }

  /**
   * What the session does; asked by any thread, at any time.
   *
   * @param number its number in this host
   */
  SessionStatus status(long number) {
    return activity.status(number);
  }

  private void sendLeaving() {
    try {
      channel.begin(FrameType.LEAVING);
      channel.send();
    } catch (IOException e) {
      LOG.debug("A client has gone before it could be told that the host leaves: {}", e.toString());
    }
  }

  private synchronized void closeSession() {
    cursors.clear();
    try {
      session.close();
    } catch (SQLException e) {
      LOG.warn("A session of the engine could not be closed: {}", e.getMessage());
    }
  }

  private void serve(FrameType type, WireReader request) throws IOException {
    try {
      dispatch(type, request);
    } catch (SQLException e) {
      fail(e);
    } catch (MessageTooLongException e) {
      fail(
          ErrorCode.DATA.exception(
              "Too large to be sent to a joined process: " + e.getMessage(), e));
    } catch (RuntimeException e) {
      LOG.warn("A request failed unexpectedly", e);
      fail(ErrorCode.ENGINE.exception("The host failed to serve the request: " + e, e));
    }
  }

  private void dispatch(FrameType type, WireReader request) throws IOException, SQLException {
    switch (type) {
      case EXECUTE -> execute(request);
      case FETCH -> fetch(request);
      case CLOSE_CURSOR -> closeCursor(request);
      case DESCRIBE -> describe(request);
      case BATCH_BEGIN -> batch(request);
      case COMMIT -> {
        session.commit(request.readLong(), null);
        done();
      }
      case OUTCOME -> outcome(request);
      case GOODBYE -> session.goodbye();
      case ROLLBACK -> {
        session.rollback();
        done();
      }
      case METADATA -> metadata(request);
      case GET_NAME -> getName(request);
      case SET_NAME -> setName(request);
      default -> throw new ProtocolException("A session does not take " + type);
    }
  }

  private void execute(WireReader request) throws IOException, SQLException {
    SqlStatement statement = RequestCodec.readStatement(request);
    activity.runs(statement.text());
    ExecuteOptions options = RequestCodec.readOptions(request);
    long knownShape = request.readLong();
    Object[] parameters = ValueCodec.readRow(request);
    Reply reply = session.execute(statement, parameters, options);
    Chunk first = null;
    Cursor.Chunks rows = null;
    if (reply.hasRows()) {
      rows = (Cursor.Chunks) reply.cursor();
      first = rows.next();
    }
    WireWriter out = answer(FrameType.RESULT);
    ReplyCodec.writeFate(reply.fate(), out);
    out.putBoolean(reply.read());
    out.putBoolean(reply.sessionChanged());
    out.putLong(reply.updateCount());
    out.putBoolean(rows != null);
    if (rows != null) {
      writeRows(rows, first, knownShape, out);
    }
    out.putBoolean(reply.generatedKeys() != null);
    if (reply.generatedKeys() instanceof Cursor.Chunks keys) {
      ShapeCodec.write(keys.shape(), out);
      writeFirst(keys, keys.next(), out);
    }
    channel.send();
  }

  private void writeRows(Cursor.Chunks rows, Chunk first, long knownShape, WireWriter out)
      throws SQLException {
    RowShape shape = rows.shape();
    boolean known = knownShape == shape.fingerprint();
    out.putBoolean(known);
    if (!known) {
      ShapeCodec.write(shape, out);
    }
    writeFirst(rows, first, out);
  }

  private void writeFirst(Cursor.Chunks rows, Chunk first, WireWriter out) throws SQLException {
    int number = 0;
    if (rows.atEnd()) {
      rows.close();
    } else {
      number = ++lastCursor;
      cursors.put(number, rows);
    }
    out.putInt(number);
    writeChunk(first, out);
  }

  private void fetch(WireReader request) throws IOException, SQLException {
    int number = request.readInt();
    Cursor.Chunks rows = cursors.get(number);
    if (rows == null) {
      throw ErrorCode.CLOSED.exception("The result is closed");
    }
    Chunk chunk = rows.next();
    boolean end = chunk == null || rows.atEnd();
    if (end) {
      cursors.remove(number);
      rows.close();
    }
    WireWriter out = answer(FrameType.CHUNK);
    out.putBoolean(end);
    writeChunk(chunk, out);
    channel.send();
  }

  private static void writeChunk(Chunk chunk, WireWriter out) throws SQLException {
    out.putBoolean(chunk != null);
    if (chunk != null) {
      ChunkCodec.write(chunk, out);
    }
  }

  // Not answered, so a failure must not be answered either: the next request meets it again.
  private void closeCursor(WireReader request) throws ProtocolException {
    Cursor.Chunks rows = cursors.remove(request.readInt());
    if (rows != null) {
      try {
        rows.close();
      } catch (SQLException e) {
        LOG.debug("A result could not be closed: {}", e.getMessage());
      }
    }
  }

  private void describe(WireReader request) throws IOException, SQLException {
    SqlStatement statement = RequestCodec.readStatement(request);
    Description description = session.describe(statement);
    WireWriter out = answer(FrameType.DESCRIPTION);
    ReplyCodec.writeDescription(description, out);
    channel.send();
  }

  private void batch(WireReader request) throws IOException, SQLException {
    long[] counts = new BatchServer(session, channel, activity).run(request);
    WireWriter out = answer(FrameType.BATCH_RESULT);
    out.putVarInt(counts.length);
    out.putLongs(counts, counts.length);
    channel.send();
  }

  private void outcome(WireReader request) throws IOException, SQLException {
    Outcome outcome = session.outcome(request.readLong());
    WireWriter out = answer(FrameType.FOUND);
    ReplyCodec.writeOutcome(outcome, out);
    channel.send();
  }

  private void metadata(WireReader request) throws IOException, SQLException {
    Object value = session.metadata(RequestCodec.readMetadata(request));
    WireWriter out = answer(FrameType.VALUE);
    out.putBoolean(value instanceof Cursor);
    if (value instanceof Cursor cursor) {
      ReplyCodec.writeAll(cursor, out);
    } else {
      ValueCodec.writeRow(new Object[] {value}, out);
    }
    channel.send();
  }

  private void getName(WireReader request) throws IOException, SQLException {
    String name = request.readBoolean() ? session.schema() : session.catalog();
    WireWriter out = answer(FrameType.VALUE);
    out.putNullableString(name);
    channel.send();
  }

  private void setName(WireReader request) throws IOException, SQLException {
    boolean schema = request.readBoolean();
    String name = request.readNullableString();
    if (schema) {
      session.setSchema(name);
    } else {
      session.setCatalog(name);
    }
    done();
  }

  private void done() throws IOException {
    answer(FrameType.DONE);
    channel.send();
  }

  private void fail(SQLException e) throws IOException {
    WireWriter out = answer(FrameType.ERROR);
    SqlErrorCodec.write(e, out);
    channel.send();
  }

  private WireWriter answer(FrameType type) {
    WireWriter out = channel.begin(type);
    ReplyCodec.writeState(session.transaction(), out);
    return out;
  }
}
