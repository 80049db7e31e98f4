package dev.bolt.client;

import dev.bolt.EngineKind;
import dev.bolt.ErrorCode;
import dev.bolt.client.HostLostException.Progress;
import dev.bolt.engine.Cursor;
import dev.bolt.engine.Description;
import dev.bolt.engine.EngineSession;
import dev.bolt.engine.ExecuteOptions;
import dev.bolt.engine.Fate;
import dev.bolt.engine.MetadataCall;
import dev.bolt.engine.Outcome;
import dev.bolt.engine.Reply;
import dev.bolt.engine.TransactionState;
import dev.bolt.protocol.ChunkCodec;
import dev.bolt.protocol.ProtocolException;
import dev.bolt.protocol.ShapeCodec;
import dev.bolt.protocol.ValueCodec;
import dev.bolt.protocol.WireReader;
import dev.bolt.protocol.WireWriter;
import dev.bolt.rows.Chunk;
import dev.bolt.rows.RowShape;
import dev.bolt.sql.PlainInsert;
import dev.bolt.sql.SqlStatement;
import dev.bolt.transport.FrameChannel;
import dev.bolt.transport.FrameType;
import dev.bolt.transport.Hello;
import dev.bolt.transport.ReplyCodec;
import dev.bolt.transport.RequestCodec;
import dev.bolt.transport.SqlErrorCodec;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A session in the host, over a connection of its own.
 *
 * <p>Requests are answered in order. A request waits until the rows that cursors asked for before
 * it have arrived. When the host is lost, every call fails with {@link HostLostException}, which
 * says how far it got; the session is not usable any more.
 *
 * <p>Confined to one thread at a time, {@link #cancel()} excepted.
 */
final class RemoteSession implements EngineSession {

  private final HostLink link;
  private final FrameChannel channel;
  private final long number;
  private final boolean keepsOutcomes;
  private final boolean sendsColumns;
  private final KnownShapes shapes = new KnownShapes();
  private final PendingChunks pending = new PendingChunks();
  private final Set<RemoteCursor> cursors = new HashSet<>();
  private TransactionState state = TransactionState.NONE;
  private volatile boolean lost;
  private volatile long requests;
  private boolean closed;

  RemoteSession(HostLink link, HostLink.Welcome welcome) {
    this.link = link;
    this.channel = welcome.channel();
    this.number = welcome.number();
    this.keepsOutcomes = welcome.keepsOutcomes();
    this.sendsColumns = welcome.revision() >= Hello.KNOWS_COLUMNS;
  }

  @Override
  public EngineKind engine() {
    return EngineKind.DUCKDB;
  }

  @Override
  public TransactionState transaction() {
    return state;
  }

  @Override
  public Description describe(SqlStatement statement) throws SQLException {
    RequestCodec.writeStatement(statement, request(FrameType.DESCRIBE));
    return decode(exchange(FrameType.DESCRIPTION), ReplyCodec::readDescription);
  }

  @Override
  public Reply execute(SqlStatement statement, Object[] parameters, ExecuteOptions options)
      throws SQLException {
    WireWriter out = request(FrameType.EXECUTE);
    RequestCodec.writeStatement(statement, out);
    RequestCodec.writeOptions(options, out);
    out.putLong(shapes.fingerprint(statement.text()));
    ValueCodec.writeRow(parameters, out);
    return decode(exchange(FrameType.RESULT), in -> readReply(statement, in));
  }

  private Reply readReply(SqlStatement statement, WireReader in) throws ProtocolException {
    Fate fate = ReplyCodec.readFate(in);
    boolean read = in.readBoolean();
    boolean sessionChanged = in.readBoolean();
    long updateCount = in.readLong();
    Cursor rows = in.readBoolean() ? readCursor(shapes.read(statement.text(), in), in) : null;
    Cursor keys = in.readBoolean() ? readCursor(ShapeCodec.read(in), in) : null;
    return new Reply(rows, updateCount, keys, fate, read, sessionChanged);
  }

  private RemoteCursor readCursor(RowShape shape, WireReader in) throws ProtocolException {
    int cursorNumber = in.readInt();
    Chunk first = in.readBoolean() ? ChunkCodec.read(in) : null;
    RemoteCursor cursor = new RemoteCursor(this, cursorNumber, shape, first);
    if (cursorNumber != 0) {
      cursors.add(cursor);
    }
    return cursor;
  }

  @Override
  public long[] executeBatch(SqlStatement statement, List<Object[]> rows, ExecuteOptions options)
      throws SQLException {
    WireWriter out = request(FrameType.BATCH_BEGIN);
    RequestCodec.writeStatement(statement, out);
    RequestCodec.writeOptions(options, out);
    boolean inColumns = sendsColumns && PlainInsert.of(statement) != null;
    return new RemoteBatch(this, channel, inColumns).run(rows);
  }

  /** Reads the answer to a batch, whose last frame has been begun. */
  long[] batchResult() throws SQLException {
    return decode(exchange(FrameType.BATCH_RESULT), in -> in.readLongs(in.readCount(Long.BYTES)));
  }

  @Override
  public void commit(long sequence, long[] counts) throws SQLException {
    request(FrameType.COMMIT).putLong(sequence);
    exchange(FrameType.DONE);
  }

  @Override
  public Outcome outcome(long sequence) throws SQLException {
    request(FrameType.OUTCOME).putLong(sequence);
    return decode(exchange(FrameType.FOUND), ReplyCodec::readOutcome);
  }

  @Override
  public boolean keepsOutcomes() {
    return keepsOutcomes;
  }

  @Override
  public void goodbye() throws SQLException {
    if (keepsOutcomes && !lost && !closed) {
      begin(FrameType.GOODBYE);
      send();
    }
  }

  @Override
  public void rollback() throws SQLException {
    request(FrameType.ROLLBACK);
    exchange(FrameType.DONE);
  }

  @Override
  public Object metadata(MetadataCall call) throws SQLException {
    RequestCodec.writeMetadata(call, request(FrameType.METADATA));
    return decode(
        exchange(FrameType.VALUE),
        in -> in.readBoolean() ? ReplyCodec.readAll(in) : ValueCodec.readRow(in)[0]);
  }

  @Override
  public String schema() throws SQLException {
    return name(true);
  }

  @Override
  public void setSchema(String schema) throws SQLException {
    setName(true, schema);
  }

  @Override
  public String catalog() throws SQLException {
    return name(false);
  }

  @Override
  public void setCatalog(String catalog) throws SQLException {
    setName(false, catalog);
  }

  private String name(boolean schema) throws SQLException {
    request(FrameType.GET_NAME).putBoolean(schema);
    return decode(exchange(FrameType.VALUE), WireReader::readNullableString);
  }

  private void setName(boolean schema, String name) throws SQLException {
    WireWriter out = request(FrameType.SET_NAME);
    out.putBoolean(schema);
    out.putNullableString(name);
    exchange(FrameType.DONE);
  }

  @Override
  public void cancel() throws SQLException {
    try {
      link.cancel(number, requests);
    } catch (HostSilentException e) {
      throw new HostLostException(Progress.NOT_EXECUTED, e.getMessage(), e);
    } catch (IOException e) {
      throw new HostLostException(
          Progress.NOT_EXECUTED, "The host of the database, " + link.name() + ", is gone", e);
    }
  }

  @Override
  public boolean isValid(Duration timeout) {
    try {
      return !closed
          && !lost
          && (pending.any() || !channel.readable())
          && link.answersWithin(timeout);
    } catch (IOException e) {
      // The connection is broken, which is the answer.
      return false;
    }
  }

  @Override
  public void close() throws SQLException {
    if (closed) {
      return;
    }
    closed = true;
    closeChannel();
  }

  private void closeChannel() throws SQLException {
    try {
      channel.close();
    } catch (IOException e) {
      throw ErrorCode.IO.exception("The connection to the host cannot be closed", e);
    }
  }

  /** Asks for rows of a cursor, without waiting for them. */
  void askChunk(RemoteCursor cursor, int cursorNumber) throws SQLException {
    requireUsable();
    begin(FrameType.FETCH).putInt(cursorNumber);
    send();
    pending.add(cursor);
  }

  /** Receives the rows that were asked for first. */
  void receiveChunk() throws SQLException {
    WireReader in = receive();
    RemoteCursor cursor = pending.next();
    switch (channel.type()) {
      case CHUNK -> {
        decode(in, this::readChunk).to(cursor);
        if (cursor.atEnd()) {
          cursors.remove(cursor);
        }
      }
      case ERROR -> cursor.failed(readError(in));
      default -> throw unexpected();
    }
  }

  private record Arrival(Chunk chunk, boolean last) {
    void to(RemoteCursor cursor) {
      cursor.arrived(chunk, last);
    }
  }

  private Arrival readChunk(WireReader in) throws ProtocolException {
    state = ReplyCodec.readState(in);
    boolean last = in.readBoolean();
    return new Arrival(in.readBoolean() ? ChunkCodec.read(in) : null, last);
  }

  /** A cursor is not needed any more; {@code cursorNumber} is 0 if the host knows. */
  void closed(RemoteCursor cursor, int cursorNumber) throws SQLException {
    cursors.remove(cursor);
    if (cursorNumber == 0 || lost || closed) {
      return;
    }
    begin(FrameType.CLOSE_CURSOR).putInt(cursorNumber);
    send();
  }

  /** Begins a request, once everything asked for before has arrived. */
  private WireWriter request(FrameType type) throws SQLException {
    requireUsable();
    receivePending();
    try {
      if (channel.readable()) {
        // Nothing is awaited: the host is leaving, or gone.
        throw lose(Progress.NOT_EXECUTED, null);
      }
    } catch (IOException e) {
      throw lose(Progress.NOT_EXECUTED, e);
    }
    return begin(type);
  }

  // Counted, so that a cancel can name the request that it means. Written by the user of the
  // session alone.
  private WireWriter begin(FrameType type) {
    requests = requests + 1;
    return channel.begin(type);
  }

  private void receivePending() throws SQLException {
    try {
      while (pending.any()) {
        receiveChunk();
      }
    } catch (HostLostException e) {
      // Lost were the rows; the request itself has not been sent.
      throw new HostLostException(Progress.NOT_EXECUTED, e.getMessage(), e);
    }
  }

  private SQLException unexpected() throws SQLException {
    FrameType type = channel.type();
    lose(Progress.UNKNOWN, null);
    return HostLink.unexpected(type);
  }

  /** Sends the request that was begun and waits for its answer, whose payload is returned. */
  WireReader exchange(FrameType expected) throws SQLException {
    send();
    WireReader in = receive();
    if (channel.type() == FrameType.ERROR) {
      throw readError(in);
    }
    if (channel.type() != expected) {
      throw unexpected();
    }
    state = decode(in, ReplyCodec::readState);
    return in;
  }

  /** Sends the frame that was begun. */
  void send() throws SQLException {
    try {
      channel.send(link.probe(0), link::probe);
    } catch (IOException e) {
      // The frame did not leave as a whole, so the host cannot have executed it.
      throw lose(Progress.NOT_EXECUTED, e);
    }
  }

  private WireReader receive() throws SQLException {
    try {
      WireReader in = channel.receive(link.probe(0), link::probe);
      if (channel.type() == FrameType.LEAVING) {
        throw lose(Progress.NOT_EXECUTED, null);
      }
      return in;
    } catch (HostSilentException e) {
      throw lose(Progress.SILENT, e);
    } catch (IOException e) {
      throw lose(Progress.UNKNOWN, e);
    }
  }

  private SQLException readError(WireReader in) throws SQLException {
    TransactionState after = decode(in, ReplyCodec::readState);
    SQLException error = decode(in, SqlErrorCodec::read);
    if (ErrorCode.ENGINE_FAILED.is(error)) {
      throw lose(HostLostException.ofEngine(error));
    }
    state = after;
    return error;
  }

  /**
   * Gives the session up; the exception is to be thrown. The state of the transaction stays what it
   * was, so that whoever uses the session next learns what was lost with it.
   */
  HostLostException lose(Progress progress, IOException cause) throws SQLException {
    String message =
        cause instanceof HostSilentException
            ? cause.getMessage()
            : "The host of the database, " + link.name() + ", has gone";
    return lose(new HostLostException(progress, message, cause));
  }

  private HostLostException lose(HostLostException failure) throws SQLException {
    lost = true;
    cursors.forEach(cursor -> cursor.lost(failure));
    cursors.clear();
    pending.clear();
    closeChannel();
    return failure;
  }

  private void requireUsable() throws SQLException {
    if (lost) {
      throw new HostLostException(Progress.NOT_EXECUTED, "The host of the session has gone", null);
    }
    if (closed) {
      throw ErrorCode.CLOSED.exception("The session with the host is closed");
    }
  }

  private interface Decoder<T> {
    T read(WireReader in) throws ProtocolException;
  }

  private <T> T decode(WireReader in, Decoder<T> decoder) throws SQLException {
    try {
      return decoder.read(in);
    } catch (ProtocolException e) {
      lose(Progress.UNKNOWN, e);
      throw ErrorCode.PROTOCOL.exception("The host's answer cannot be read: " + e.getMessage(), e);
    }
  }
}
