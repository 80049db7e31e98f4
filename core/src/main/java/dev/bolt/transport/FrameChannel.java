package dev.bolt.transport;

import dev.bolt.protocol.ProtocolException;
import dev.bolt.protocol.WireReader;
import dev.bolt.protocol.WireWriter;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * Sends and receives frames on one socket.
 *
 * <pre>
 *   0        4       5
 *   ┌────────┬───────┬──────────────────────────┐
 *   │ length │ type  │ payload                  │   length: little-endian, of type and payload
 *   └────────┴───────┴──────────────────────────┘
 * </pre>
 *
 * <p>An interrupt closes a socket channel under a thread that is blocked in it. Threads of the user
 * run this code in joined processes, so their channels are in non-blocking mode, where an interrupt
 * does no harm, and wait in a selector, which it merely wakes. The host's own threads are nobody
 * else's to interrupt; their channels block.
 *
 * <p>Confined to one thread at a time, {@link #close()} and {@link #offer()} excepted.
 */
public final class FrameChannel implements Closeable {

  /** Told while an answer is awaited, so that a host that has fallen silent is noticed. */
  public interface Patience {
    /**
     * Called each time an interval has passed without an answer.
     *
     * @param waitedNanos how long the answer has been awaited
     * @return the next interval in milliseconds
     * @throws IOException to stop waiting
     */
    long stillWaiting(long waitedNanos) throws IOException;
  }

  /** The frames of a peer that is not yet known are small. */
  public static final int HANDSHAKE_LIMIT = 64 * 1024;

  /** The longest frame: one row may hold a large value. */
  public static final int LIMIT = 1 << 30;

  private static final int HEADER = Integer.BYTES + 1;
  private static final int IDLE_BYTES = 4 * 1024;
  private static final int KEPT_BYTES = 1 << 20;

  private final SocketChannel socket;
  private final Selector selector;
  private final WireWriter writer = new WireWriter(IDLE_BYTES);
  private ByteBuffer in = allocate(IDLE_BYTES);
  private int limit = HANDSHAKE_LIMIT;
  private FrameType type;
  private boolean socketReady;

  private FrameChannel(SocketChannel socket, Selector selector) {
    this.socket = socket;
    this.selector = selector;
    in.flip();
  }

  /** A channel for threads that only their owner interrupts. */
  public static FrameChannel blocking(SocketChannel socket) {
    return new FrameChannel(socket, null);
  }

  /** A channel for any thread; a wait can be bounded. */
  public static FrameChannel interruptible(SocketChannel socket) throws IOException {
    socket.configureBlocking(false);
    Selector selector = Selector.open();
    try {
      socket.register(selector, SelectionKey.OP_READ);
      return new FrameChannel(socket, selector);
    } catch (IOException | RuntimeException e) {
      selector.close();
      throw e;
    }
  }

  /** Allows frames of full length: the peer is known. */
  public void trust() {
    limit = LIMIT;
  }

  /** Begins a frame; its payload is then written and the frame sent with {@link #send()}. */
  public WireWriter begin(FrameType frameType) {
    writer.reset(KEPT_BYTES);
    writer.putInt(0);
    writer.putByte(frameType.code());
    return writer;
  }

  /** Sends the frame that was begun last, however long it takes. */
  public void send() throws IOException {
    send(0, null);
  }

  /**
   * Sends the frame that was begun last.
   *
   * @param intervalMillis how often {@code patience} is asked while the peer takes nothing; 0 for
   *     never
   */
  public void send(long intervalMillis, Patience patience) throws IOException {
    ByteBuffer bytes = frame();
    long start = System.nanoTime();
    long interval = intervalMillis;
    boolean interrupted = false;
    try {
      while (bytes.hasRemaining()) {
        if (socket.write(bytes) == 0 && selector != null) {
          interrupted |= await(SelectionKey.OP_WRITE, interval);
          if (patience != null && !socketReady) {
            interval = patience.stillWaiting(System.nanoTime() - start);
          }
        }
      }
    } finally {
      restore(interrupted);
    }
  }

  /**
   * Sends the frame that was begun last, which is short, if the socket takes it at once. Unlike all
   * else it may be called while another thread receives, since it does not use the selector.
   *
   * @return false when the peer has not read what was sent before, and the frame was not sent
   */
  public boolean offer() throws IOException {
    ByteBuffer bytes = frame();
    int sent = socket.write(bytes);
    if (sent > 0 && bytes.hasRemaining()) {
      throw new IOException("The socket took a part of a short frame");
    }
    return sent > 0;
  }

  private ByteBuffer frame() {
    writer.putIntAt(0, writer.position() - Integer.BYTES);
    return writer.written();
  }

  /** Receives a frame, however long it takes. Its payload is valid until the next call. */
  public WireReader receive() throws IOException {
    return receive(0, null);
  }

  /**
   * Receives a frame.
   *
   * @param intervalMillis how often {@code patience} is asked; 0 for never
   * @throws EOFException when the other side has closed the connection between two frames
   */
  public WireReader receive(long intervalMillis, Patience patience) throws IOException {
    long start = System.nanoTime();
    boolean interrupted = false;
    try {
      interrupted = fill(HEADER, start, intervalMillis, patience);
      int length = in.getInt(in.position());
      if (length < 1 || length > limit) {
        throw new ProtocolException(
            "Frame of " + length + " bytes; 1 to " + limit + " are allowed");
      }
      interrupted |= fill(Integer.BYTES + length, start, intervalMillis, patience);
      type = FrameType.of(in.get(in.position() + Integer.BYTES));
      ByteBuffer payload =
          in.slice(in.position() + HEADER, length - 1).order(ByteOrder.LITTLE_ENDIAN);
      in.position(in.position() + Integer.BYTES + length);
      return new WireReader(payload);
    } finally {
      restore(interrupted);
    }
  }

  /** The type of the frame received last. */
  public FrameType type() {
    return type;
  }

  /**
   * Whether a frame, or a part of one, or the end of the connection can be read without waiting.
   */
  public boolean readable() throws IOException {
    if (in.hasRemaining()) {
      return true;
    }
    interest(SelectionKey.OP_READ);
    boolean ready = selector.selectNow() > 0;
    selector.selectedKeys().clear();
    return ready;
  }

  // Makes the next bytes available; the buffer grows only as bytes arrive, not as a header claims.
  private boolean fill(int bytes, long start, long intervalMillis, Patience patience)
      throws IOException {
    boolean interrupted = false;
    long interval = intervalMillis;
    while (in.remaining() < bytes) {
      makeRoom(bytes);
      int from = in.position();
      int to = in.limit();
      in.limit(in.capacity()).position(to);
      int read = socket.read(in);
      in.limit(in.position()).position(from);
      if (read < 0) {
        throw new EOFException(
            in.hasRemaining() ? "Connection closed within a frame" : "Connection closed");
      }
      if (read == 0 && selector != null) {
        interrupted |= await(SelectionKey.OP_READ, interval);
        if (patience != null && !socketReady) {
          interval = patience.stillWaiting(System.nanoTime() - start);
        }
      }
    }
    return interrupted;
  }

  private void makeRoom(int bytes) {
    if (!in.hasRemaining() && in.capacity() > KEPT_BYTES && bytes <= IDLE_BYTES) {
      in = allocate(IDLE_BYTES);
      in.flip();
    }
    if (in.limit() < in.capacity()) {
      return;
    }
    int used = in.remaining();
    if (in.position() > 0 && used <= in.capacity() / 2) {
      in.compact().flip();
      return;
    }
    ByteBuffer larger = allocate((int) Math.min(Math.max(bytes, HEADER), in.capacity() * 2L));
    larger.put(in).flip();
    in = larger;
  }

  // Returns whether the thread was interrupted meanwhile; the flag is put back at the end of a
  // call.
  private boolean await(int operation, long millis) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      interest(operation);
      selector.select(millis);
      socketReady = !selector.selectedKeys().isEmpty();
      selector.selectedKeys().clear();
    } catch (ClosedSelectorException | CancelledKeyException e) {
      throw closedHere();
    }
    return interrupted | Thread.interrupted();
  }

  private void interest(int operation) throws IOException {
    SelectionKey key = socket.keyFor(selector);
    if (key == null) {
      throw closedHere();
    }
    key.interestOps(operation);
  }

  private static EOFException closedHere() {
    return new EOFException("Connection closed by this process");
  }

  private static void restore(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static ByteBuffer allocate(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Closes the connection; a thread that waits in it gets an exception. Idempotent. */
  @Override
  public void close() throws IOException {
    socket.close();
    if (selector != null) {
      selector.close();
    }
  }
}
