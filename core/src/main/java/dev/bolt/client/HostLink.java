package dev.bolt.client;

import dev.bolt.ErrorCode;
import dev.bolt.client.HostLostException.Progress;
import dev.bolt.election.HostRecord;
import dev.bolt.engine.ClientId;
import dev.bolt.engine.EngineSession;
import dev.bolt.engine.SessionContext;
import dev.bolt.os.ProcessIdentity;
import dev.bolt.protocol.WireReader;
import dev.bolt.protocol.WireWriter;
import dev.bolt.transport.FrameChannel;
import dev.bolt.transport.FrameType;
import dev.bolt.transport.Hello;
import dev.bolt.transport.SqlErrorCodec;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control connection of this process to its host, and the door to sessions there.
 *
 * <p>Its thread, {@code bolt-link}, does nothing but read: answers to pings, and the end of the
 * connection, which is the end of the host. Thread-safe.
 */
public final class HostLink implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HostLink.class);
  private static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(10);

  private final HostRecord record;
  private final Duration hostTimeout;
  private final FrameChannel channel;
  private final long place;
  private final Object sending = new Object();
  private final Object answered = new Object();
  private volatile long lastAnswer = System.nanoTime();
  private volatile long pinged;
  private volatile boolean closed;

  private HostLink(HostRecord record, Duration hostTimeout, Welcome welcome) {
    this.record = record;
    this.hostTimeout = hostTimeout;
    this.channel = welcome.channel();
    this.place = welcome.number();
  }

  /**
   * Joins a host.
   *
   * @param hostTimeout how long a host may be silent before a call gives up
   * @param whenLost called once, on the link's thread, when the connection has ended
   * @throws IOException when nobody listens: the host is gone
   * @throws SQLException when the host refuses this process
   */
  public static HostLink join(HostRecord record, Duration hostTimeout, Consumer<HostLink> whenLost)
      throws IOException, SQLException {
    HostLink link = new HostLink(record, hostTimeout, connect(record, hostTimeout, null, null));
    Thread reader = new Thread(() -> link.read(whenLost), "bolt-link");
    reader.setDaemon(true);
    reader.start();
    return link;
  }

  /**
   * What a host has admitted.
   *
   * @param number of a session its number, of a control connection its place
   * @param revision what it knows beyond the first of its version; 0 of one that does not tell
   */
  record Welcome(FrameChannel channel, long number, boolean keepsOutcomes, int revision) {}

  /** Connects to a host; a control connection where there is no client. */
  static Welcome connect(HostRecord record, Duration limit, ClientId client, SessionContext context)
      throws IOException, SQLException {
    SocketChannel socket = HostDoor.connect(record, shorter(limit, HANDSHAKE_LIMIT));
    FrameChannel channel = null;
    try {
      channel = FrameChannel.interruptible(socket);
      new Hello(Hello.VERSION, record.token(), ProcessIdentity.self(), client, context)
          .write(channel.begin(FrameType.HELLO));
      channel.send();
      return welcomed(channel, record, limit);
    } catch (IOException | SQLException | RuntimeException e) {
      if (channel == null) {
        socket.close();
      } else {
        channel.close();
      }
      throw e;
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Welcome welcomed(FrameChannel channel, HostRecord record, Duration limit)
      throws IOException, SQLException {
    Duration most = shorter(limit, HANDSHAKE_LIMIT);
    WireReader answer =
        channel.receive(
            Math.max(1, most.toMillis()),
            waited -> {
              throw new HostSilentException(record.host(), most);
            });
    return switch (channel.type()) {
      case WELCOME -> {
        channel.trust();
        yield new Welcome(
            channel,
            answer.readLong(),
            answer.readBoolean(),
            answer.remaining() > 0 ? answer.readVarInt() : 0);
      }
      case REFUSED -> throw SqlErrorCodec.read(answer);
      case LEAVING -> throw new IOException("The host is leaving");
      default -> throw new IOException("The host answers HELLO with " + channel.type());
    };
  }

  /** The host's record, by which it was found. */
  public HostRecord record() {
    return record;
  }

  /**
   * The place of this process in the order in which those who joined look for the next host, from
   * 1; the places before it may be empty.
   */
  public long place() {
    return place;
  }

  /**
   * Opens a session in the host. An earlier one of the same client ends there before.
   *
   * @param patience how long it may be silent, if that is shorter than the host timeout
   * @throws HostLostException when the host is gone or silent
   * @throws SQLException when the host refuses
   */
  public EngineSession openSession(SessionContext context, ClientId client, Duration patience)
      throws SQLException {
    try {
      Welcome welcome = connect(record, shorter(patience, hostTimeout), client, context);
      return new RemoteSession(this, welcome);
    } catch (HostSilentException e) {
      throw new HostLostException(Progress.SILENT, e.getMessage(), e);
    } catch (IOException e) {
      throw new HostLostException(
          Progress.NOT_EXECUTED, "The host of the database, " + name() + ", is gone", e);
    }
  }

  /** What to call the host in a message. */
  String name() {
    return record.host().describe();
  }

  /** Cancels what a session runs in the host, unless that came after a request. */
  void cancel(long session, long request) throws IOException {
    boolean sent;
    synchronized (sending) {
      WireWriter out = channel.begin(FrameType.CANCEL);
      out.putLong(session);
      out.putLong(request);
      sent = channel.offer();
    }
    if (!sent) {
      throw new HostSilentException(record.host(), sinceLastAnswer());
    }
  }

  /** Asks the host to let the database file go. */
  public void askRelease() throws IOException {
    offer(FrameType.RELEASE);
  }

  // Not sent if the host has not read what was sent before: then it is silent, which its missing
  // answers tell.
  private void offer(FrameType type) throws IOException {
    synchronized (sending) {
      channel.begin(type);
      channel.offer();
    }
  }

  private Duration sinceLastAnswer() {
    return Duration.ofNanos(System.nanoTime() - lastAnswer);
  }

  /**
   * Finds out, while an answer is awaited, whether the host still lives. Called again and again.
   *
   * @param waitedNanos how long the answer has been awaited
   * @return after how many milliseconds to ask again
   * @throws HostSilentException when the host has not answered a ping within the timeout
   */
  long probe(long waitedNanos) throws IOException {
    long now = System.nanoTime();
    long sinceAnswer = now - Math.max(lastAnswer, now - waitedNanos);
    if (closed) {
      throw new IOException("The connection to the host has ended");
    }
    if (sinceAnswer > hostTimeout.toNanos()) {
      throw new HostSilentException(record.host(), hostTimeout);
    }
    long interval = Math.max(1, hostTimeout.toMillis() / 4);
    if (now - pinged >= interval * 1_000_000) {
      pinged = now;
      offer(FrameType.PING);
    }
    return interval;
  }

  /**
   * Whether the host gives a sign of life within a time. Asks for one and waits for it; a thread
   * that is interrupted meanwhile waits no longer.
   *
   * @throws IOException when the connection to the host is broken
   */
  boolean answersWithin(Duration time) throws IOException {
    long asked = System.nanoTime();
    long deadline = asked + time.toNanos();
    offer(FrameType.PING);
    synchronized (answered) {
      while (!closed && lastAnswer - asked < 0) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        try {
          TimeUnit.NANOSECONDS.timedWait(answered, left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return false;
        }
      }
      return !closed;
    }
  }

  private void wakeWaiting() {
    synchronized (answered) {
      answered.notifyAll();
    }
  }

  private void read(Consumer<HostLink> whenLost) {
    try {
      while (true) {
        channel.receive();
        lastAnswer = System.nanoTime();
        wakeWaiting();
      }
    } catch (IOException e) {
      LOG.debug("The connection to the host has ended: {}", e.toString());
    } finally {
      closed = true;
      wakeWaiting();
      closeChannel();
      whenLost.accept(this);
    }
  }

  /** Whether the connection has ended. */
  public boolean isClosed() {
    return closed;
  }

  private void closeChannel() {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("The connection to the host could not be closed: {}", e.toString());
    }
  }

  /** Leaves the host. Idempotent. */
  @Override
  public void close() {
    closed = true;
    closeChannel();
  }

  /** An error for a host that answered with something it must not. */
  static SQLException unexpected(FrameType type) {
    return ErrorCode.PROTOCOL.exception(
        "The host answered with " + type + ", which is out of turn");
  }
}
