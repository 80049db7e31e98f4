package dev.bolt.client;

import dev.bolt.client.HostAnswer.State;
import dev.bolt.election.HostRecord;
import dev.bolt.protocol.WireReader;
import dev.bolt.transport.FrameChannel;
import dev.bolt.transport.FrameType;
import dev.bolt.transport.Hello;
import dev.bolt.transport.HostStatusCodec;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;

/** Asks a host what it does, once and with little patience. Stateless. */
public final class HostQuestion {

  private HostQuestion() {}

  /**
   * Asks a host. Never fails: that it does not answer is an answer too.
   *
   * @param record how to reach it
   * @param patience how long to wait for it in all
   */
  public static HostAnswer ask(HostRecord record, Duration patience) {
    if (record.socket() == null) {
      return HostAnswer.none(State.UNREACHABLE, "it could have no socket, so nobody can join it");
    }
    if (record.host().isStopped()) {
      return HostAnswer.none(
          State.STOPPED,
          "it is stopped (SIGSTOP or a debugger); resume it with kill -CONT "
              + record.host().pid());
    }
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      HostLink.Welcome welcome = HostLink.connect(record, patience, null, null);
      try (FrameChannel channel = welcome.channel()) {
        return welcome.revision() < Hello.KNOWS_INFO
            ? HostAnswer.none(
                State.OLDER, "it is of an older version of Bolt, which does not tell what it does")
            : ask(channel, record, patience, deadline);
      }
    } catch (HostSilentException e) {
      return HostAnswer.none(
          State.SILENT, "it has not answered for " + patience.toMillis() + " ms");
    } catch (IOException e) {
      return HostAnswer.none(State.UNREACHABLE, "nobody listens at " + record.socket());
    } catch (SQLException e) {
      return HostAnswer.none(State.REFUSES, e.getMessage());
    }
  }

  private static HostAnswer ask(
      FrameChannel channel, HostRecord record, Duration patience, long deadline)
      throws IOException {
    channel.begin(FrameType.INFO);
    channel.send();
    long left = Math.max(1, (deadline - System.nanoTime()) / 1_000_000);
    WireReader answer =
        channel.receive(
            left,
            waited -> {
              throw new HostSilentException(record.host(), patience);
            });
    return channel.type() == FrameType.INFORMATION
        ? HostAnswer.of(HostStatusCodec.read(answer))
        : HostAnswer.none(State.LEAVING, "it is handing over");
  }
}
