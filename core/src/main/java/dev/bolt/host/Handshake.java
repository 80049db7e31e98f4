package dev.bolt.host;

import dev.bolt.ErrorCode;
import dev.bolt.engine.ClientId;
import dev.bolt.engine.EngineSession;
import dev.bolt.os.ProcessIdentity;
import dev.bolt.protocol.ProtocolException;
import dev.bolt.protocol.WireReader;
import dev.bolt.protocol.WireWriter;
import dev.bolt.threads.Daemon;
import dev.bolt.transport.FrameChannel;
import dev.bolt.transport.FrameType;
import dev.bolt.transport.Hello;
import dev.bolt.transport.Peer;
import dev.bolt.transport.SqlErrorCodec;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out who connects and what for, and admits or refuses. Thread-safe. */
final class Handshake {

  private static final Logger LOG = LoggerFactory.getLogger(Handshake.class);

  /** Who connects says so at once; anybody else must not keep a thread. */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private static final ScheduledExecutorService TIMER = Daemon.executor("bolt-handshake", LIMIT);

  /**
   * A connection that was admitted.
   *
   * @param session its server; null for a control connection
   * @param number the number of the session; 0 for a control connection
   * @param client who uses the session; null for a control connection
   */
  record Accepted(
      FrameChannel channel,
      ProcessIdentity process,
      SessionServer session,
      long number,
      ClientId client) {}

  private final HostServer.Credentials credentials;
  private final HostServer.Sessions sessions;
  private final Members members;
  private final AtomicLong lastNumber = new AtomicLong();

  Handshake(HostServer.Credentials credentials, HostServer.Sessions sessions, Members members) {
    this.credentials = credentials;
    this.sessions = sessions;
    this.members = members;
  }

  /** Performs it; null when the connection was refused, which its peer has been told. */
  Accepted perform(SocketChannel connection) throws IOException {
    FrameChannel channel = FrameChannel.blocking(connection);
    Hello hello = receive(connection, channel);
    try {
      authorize(connection, hello);
      return admit(channel, hello);
    } catch (SQLException e) {
      if (ErrorCode.ENGINE_FAILED.is(e) || members.leaving()) {
        // The host leaves, or has begun to since this one was let in: the next one may do better.
        channel.begin(FrameType.LEAVING);
      } else {
        SqlErrorCodec.write(e, channel.begin(FrameType.REFUSED));
      }
      channel.send();
      return null;
    }
  }

  private static Hello receive(SocketChannel connection, FrameChannel channel) throws IOException {
    Future<?> tooSlow =
        TIMER.schedule(() -> cutOff(connection), LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    try {
      WireReader first = channel.receive();
      if (channel.type() != FrameType.HELLO) {
        throw new ProtocolException("A connection begins with " + channel.type());
      }
      return Hello.read(first);
    } finally {
      tooSlow.cancel(false);
    }
  }

  private static void cutOff(SocketChannel connection) {
    try {
      connection.close();
    } catch (IOException e) {
      LOG.debug("A silent connection could not be closed: {}", e.toString());
    }
  }

  private void authorize(SocketChannel connection, Hello hello) throws SQLException, IOException {
    if (hello.version() != Hello.VERSION) {
      throw ErrorCode.MISMATCH.exception(
          "The host of the database, "
              + ProcessIdentity.self().describe()
              + ", speaks version "
              + Hello.VERSION
              + " of Bolt's protocol, this process version "
              + hello.version()
              + ". Use the same version of Bolt in both");
    }
    boolean knowsToken =
        MessageDigest.isEqual(
            hello.token().getBytes(StandardCharsets.UTF_8),
            credentials.token().getBytes(StandardCharsets.UTF_8));
    if (!knowsToken || !Peer.runsAs(connection, credentials.owner())) {
      throw ErrorCode.NOT_AUTHORIZED.exception(
          "The host serves only processes of Unix user "
              + credentials.owner().getName()
              + " that read its token from the database's folder");
    }
  }

  private Accepted admit(FrameChannel channel, Hello hello) throws SQLException, IOException {
    channel.trust();
    if (members.leaving()) {
      channel.begin(FrameType.LEAVING);
      channel.send();
      return null;
    }
    if (hello.control()) {
      return admitControl(channel, hello.process());
    }
    members.endEarlier(hello.client(), LIMIT.dividedBy(2));
    EngineSession session = sessions.open(hello.context(), hello.client());
    long number = lastNumber.incrementAndGet();
    SessionServer server = new SessionServer(channel, session, members);
    // Known before the client is, so that whatever this client asks for can be ended.
    members.enter(hello.client(), server);
    try {
      welcome(channel, number, session.keepsOutcomes());
    } catch (IOException e) {
      members.exit(hello.client(), server);
      session.close();
      throw e;
    }
    return new Accepted(channel, hello.process(), server, number, hello.client());
  }

  private Accepted admitControl(FrameChannel channel, ProcessIdentity process) throws IOException {
    int place = members.joined(process, channel);
    try {
      welcome(channel, place, false);
    } catch (IOException e) {
      members.left(process, channel);
      throw e;
    }
    return new Accepted(channel, process, null, 0, null);
  }

  private void welcome(FrameChannel channel, long number, boolean keepsOutcomes)
      throws IOException {
    WireWriter out = channel.begin(FrameType.WELCOME);
    out.putLong(number);
    out.putBoolean(keepsOutcomes);
    out.putVarInt(Hello.REVISION);
    channel.send();
  }
}
