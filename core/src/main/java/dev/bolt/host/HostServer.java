package dev.bolt.host;

import dev.bolt.ErrorCode;
import dev.bolt.engine.ClientId;
import dev.bolt.engine.EngineSession;
import dev.bolt.engine.SessionContext;
import dev.bolt.transport.HostStatus;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on the host's socket and gives every connection a thread of its own.
 *
 * <p>Whoever connects has to be the same Unix user, speak the same protocol and know the token of
 * this host. Thread-safe.
 */
public final class HostServer implements AutoCloseable {

  /** Opens a session of the engine for a joined process. */
  public interface Sessions {
    /**
     * Opens a session with what its client brings.
     *
     * @param client who may ask for the outcome of its operations
     */
    EngineSession open(SessionContext context, ClientId client) throws SQLException;

    /** How many sessions this process itself has; asked by those who want to know. */
    default int own() {
      return 0;
    }
  }

  /**
   * What clients have to know, and to be.
   *
   * @param token the secret of this host's record
   * @param owner the Unix user who may connect
   */
  public record Credentials(String token, UserPrincipal owner) {}

  private static final Logger LOG = LoggerFactory.getLogger(HostServer.class);

  /** The kernel queues this many connections while the accepting thread is busy. */
  private static final int BACKLOG = 1024;

  /** A cancelled statement ends well within this time; then its session is closed under it. */
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();
  private static final AtomicLong THREADS = new AtomicLong();

  private final Path socket;
  private final Members members = new Members();
  private final Handshake handshake;
  private final Sessions sessions;
  private final Runnable releaseAsked;
  private final long start = System.nanoTime();
  private ServerSocketChannel server;
  private boolean closed;

  private HostServer(
      Path socket, Credentials credentials, Sessions sessions, Runnable releaseAsked) {
    this.socket = socket;
    this.sessions = sessions;
    this.releaseAsked = releaseAsked;
    this.handshake = new Handshake(credentials, sessions, members);
  }

  /**
   * Starts to listen. Only the holder of the database's host lock may.
   *
   * @param releaseAsked called, on a connection's thread, when somebody asks for the database file
   * @throws IOException when there can be no socket at the path
   */
  public static HostServer start(
      Path socket, Credentials credentials, Sessions sessions, Runnable releaseAsked)
      throws IOException {
    HostServer host = new HostServer(socket, credentials, sessions, releaseAsked);
    host.listen();
    return host;
  }

  private void listen() throws IOException {
    ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      listening.bind(UnixDomainSocketAddress.of(socket), BACKLOG);
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException | RuntimeException e) {
      listening.close();
      throw e instanceof IOException failure ? failure : new IOException(e.getMessage(), e);
    }
    server = listening;
    Thread accepting = new Thread(() -> accept(listening), "bolt-host");
    accepting.setDaemon(true);
    accepting.start();
  }

  /**
   * Listens at another socket of the same name if somebody has deleted it. Connections stay.
   *
   * @throws IOException when there can be no socket now
   */
  public synchronized void restoreSocket() throws IOException {
    if (closed || Files.exists(socket)) {
      return;
    }
    ServerSocketChannel unreachable = server;
    listen();
    unreachable.close();
  }

  private void accept(ServerSocketChannel listening) {
    boolean accepts = true;
    while (listening.isOpen()) {
      try {
        start(listening.accept());
        accepts = true;
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        // Out of descriptors or threads: those who wait in the backlog are served when some are
        // free.
        if (accepts) {
          LOG.warn("The host cannot accept connections now: {}", e.toString());
        }
        accepts = false;
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private void start(SocketChannel connection) throws IOException {
    Thread thread =
        new Thread(() -> serve(connection), "bolt-session-" + THREADS.incrementAndGet());
    thread.setDaemon(true);
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      connection.close();
      throw new IOException("No thread can be started", e);
    }
  }

  private void serve(SocketChannel connection) {
    try (connection) {
      Handshake.Accepted accepted = handshake.perform(connection);
      if (accepted == null) {
        return;
      }
      if (accepted.session() == null) {
        new ControlServer(
                accepted.channel(), accepted.process(), members, this::status, releaseAsked)
            .run();
      } else {
        members.run(accepted);
      }
    } catch (IOException e) {
      // Whoever sends rubbish, or goes away, ends its own connection and nothing else.
      LOG.debug("A connection has ended: {}", e.toString());
    }
  }

  private HostStatus status() {
    return new HostStatus(
        Duration.ofNanos(System.nanoTime() - start),
        members.leaving(),
        sessions.own(),
        members.status());
  }

  /** Whether any process has joined. */
  public boolean isJoined() {
    return members.any();
  }

  /**
   * Hands over: accepts no new session, and lets the open ones end what they are doing.
   *
   * @param limit how long open transactions and half-read results are waited for; then they are cut
   *     off
   */
  public void leave(Duration limit) {
    members.leave(limit);
  }

  /** Cuts all connections off and removes the socket. Idempotent. */
  @Override
  public void close() throws SQLException {
    try {
      closeSocket();
    } catch (IOException e) {
      throw ErrorCode.IO.exception("The host's socket " + socket + " cannot be removed", e);
    } finally {
      members.close(CLOSE_LIMIT);
    }
  }

  private synchronized void closeSocket() throws IOException {
    closed = true;
    server.close();
    Files.deleteIfExists(socket);
  }
}
