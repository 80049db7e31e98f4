package dev.bolt.host;

import dev.bolt.os.ProcessIdentity;
import dev.bolt.protocol.ProtocolException;
import dev.bolt.protocol.WireReader;
import dev.bolt.transport.FrameChannel;
import dev.bolt.transport.FrameType;
import dev.bolt.transport.HostStatus;
import dev.bolt.transport.HostStatusCodec;
import java.io.IOException;
import java.sql.SQLException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers on the control connection of a joined process, which is never busy with a statement:
 * whether the host lives, and what to cancel. Its end is the end of the process.
 *
 * <p>Confined to its thread.
 */
final class ControlServer {

  private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);

  private final FrameChannel channel;
  private final ProcessIdentity process;
  private final Members members;
  private final Supplier<HostStatus> status;
  private final Runnable releaseAsked;

  ControlServer(
      FrameChannel channel,
      ProcessIdentity process,
      Members members,
      Supplier<HostStatus> status,
      Runnable releaseAsked) {
    this.channel = channel;
    this.process = process;
    this.members = members;
    this.status = status;
    this.releaseAsked = releaseAsked;
  }

  /** Serves the connection, which {@link Members} know, until it ends. */
  void run() throws IOException {
    Thread.currentThread().setName(Thread.currentThread().getName().replace("session", "control"));
    try {
      while (true) {
        WireReader request = channel.receive();
        serve(channel.type(), request);
      }
    } finally {
      members.left(process, channel);
    }
  }

  private void serve(FrameType type, WireReader request) throws IOException {
    switch (type) {
      case PING -> answer(FrameType.PONG);
      case CANCEL -> cancel(request.readLong(), request.readLong());
      case INFO -> {
        HostStatusCodec.write(status.get(), channel.begin(FrameType.INFORMATION));
        channel.send();
      }
      case RELEASE -> {
        answer(FrameType.DONE);
        releaseAsked.run();
      }
      default -> throw new ProtocolException("A control connection does not take " + type);
    }
  }

  private void cancel(long number, long lastRequest) {
    SessionServer session = members.session(process, number);
    if (session == null) {
      return;
    }
    try {
      session.cancel(lastRequest);
    } catch (SQLException e) {
      LOG.warn("A statement of {} could not be cancelled: {}", process, e.getMessage());
    }
  }

  private void answer(FrameType type) throws IOException {
    channel.begin(type);
    channel.send();
  }
}
