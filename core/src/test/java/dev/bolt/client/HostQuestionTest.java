package dev.bolt.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.ErrorCode;
import dev.bolt.client.HostAnswer.State;
import dev.bolt.election.HostRecord;
import dev.bolt.engine.TransactionState;
import dev.bolt.os.ProcessIdentity;
import dev.bolt.protocol.WireWriter;
import dev.bolt.transport.FrameChannel;
import dev.bolt.transport.FrameType;
import dev.bolt.transport.Hello;
import dev.bolt.transport.HostStatus;
import dev.bolt.transport.HostStatusCodec;
import dev.bolt.transport.MemberStatus;
import dev.bolt.transport.SessionStatus;
import dev.bolt.transport.SqlErrorCodec;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What hosts of all kinds answer. */
@Timeout(30)
class HostQuestionTest {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final HostStatus STATUS =
      new HostStatus(
          Duration.ofMillis(1234),
          true,
          7,
          List.of(
              new MemberStatus(
                  ProcessIdentity.self(),
                  List.of(
                      new SessionStatus(
                          3, TransactionState.WRITING, Optional.of("SELECT 1"), Duration.ZERO),
                      new SessionStatus(
                          4, TransactionState.NONE, Optional.empty(), Duration.ofMillis(5)))),
              new MemberStatus(new ProcessIdentity(1, 2, 3), List.of())));

  private interface Behaviour {
    void serve(FrameChannel channel) throws IOException;
  }

  @TempDir Path folder;
  private ServerSocketChannel server;

  @BeforeEach
  void listen() throws IOException {
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(folder.resolve("s")));
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private HostRecord record() {
    return new HostRecord(
        ProcessIdentity.self(),
        1,
        Hello.VERSION,
        "v",
        Map.of(),
        List.of(),
        folder.resolve("s"),
        "00");
  }

  private HostAnswer ask(Duration patience, Behaviour behaviour) {
    Thread host =
        new Thread(
            () -> {
              try (FrameChannel channel = FrameChannel.blocking(server.accept())) {
                channel.receive();
                behaviour.serve(channel);
                channel.receive();
              } catch (IOException e) {
                // The question is over.
                return;
              }
            });
    host.start();
    return HostQuestion.ask(record(), patience);
  }

  private static WireWriter welcome(FrameChannel channel) {
    WireWriter out = channel.begin(FrameType.WELCOME);
    out.putLong(0);
    out.putBoolean(false);
    return out;
  }

  private static void welcomeAsNow(FrameChannel channel) throws IOException {
    welcome(channel).putVarInt(Hello.REVISION);
    channel.send();
    channel.receive();
    assertThat(channel.type()).isEqualTo(FrameType.INFO);
  }

  @Test
  void shouldHearAHostThatAnswers() {
    HostAnswer answer =
        ask(
            PATIENCE,
            channel -> {
              welcomeAsNow(channel);
              HostStatusCodec.write(STATUS, channel.begin(FrameType.INFORMATION));
              channel.send();
            });

    assertThat(answer.state()).isEqualTo(State.ANSWERS);
    assertThat(answer.status()).contains(STATUS);
  }

  @Test
  void shouldUnderstandAHostThatTellsMore() {
    HostAnswer answer =
        ask(
            PATIENCE,
            channel -> {
              welcomeAsNow(channel);
              WireWriter out = channel.begin(FrameType.INFORMATION);
              out.putInt(8 + 1 + 1 + 1 + 3);
              out.putLong(5);
              out.putBoolean(false);
              out.putVarInt(2);
              out.putVarInt(0);
              out.putBytes(new byte[] {1, 2, 3}, 0, 3);
              channel.send();
            });

    assertThat(answer.status()).contains(new HostStatus(Duration.ofMillis(5), false, 2, List.of()));
  }

  @Test
  void shouldKnowAHostThatIsTooOldToAnswer() {
    HostAnswer answer =
        ask(
            PATIENCE,
            channel -> {
              welcome(channel);
              channel.send();
            });

    assertThat(answer.state()).isEqualTo(State.OLDER);
    assertThat(answer.detail()).contains("older version of Bolt");
  }

  @Test
  void shouldSayWhyAHostRefuses() {
    HostAnswer answer =
        ask(
            PATIENCE,
            channel -> {
              SqlErrorCodec.write(
                  ErrorCode.MISMATCH.exception("another version"),
                  channel.begin(FrameType.REFUSED));
              channel.send();
            });

    assertThat(answer.state()).isEqualTo(State.REFUSES);
    assertThat(answer.detail()).isEqualTo("another version");
  }

  @Test
  void shouldNotWaitLongForAHostThatIsSilent() {
    assertThat(ask(Duration.ofMillis(100), channel -> {}).state()).isEqualTo(State.SILENT);
    assertThat(ask(Duration.ofMillis(100), HostQuestionTest::welcomeAsNow).state())
        .isEqualTo(State.SILENT);
  }

  @Test
  void shouldKnowThatNobodyListens() throws IOException {
    server.close();

    assertThat(HostQuestion.ask(record(), PATIENCE).state()).isEqualTo(State.UNREACHABLE);
    assertThat(HostQuestion.ask(record().withoutSocket(), PATIENCE).state())
        .isEqualTo(State.UNREACHABLE);
  }
}
