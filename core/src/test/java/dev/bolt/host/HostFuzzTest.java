package dev.bolt.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.client.HostLink;
import dev.bolt.engine.ClientId;
import dev.bolt.engine.Cursor;
import dev.bolt.engine.EngineSession;
import dev.bolt.engine.ExecuteOptions;
import dev.bolt.engine.SessionContext;
import dev.bolt.os.ProcessIdentity;
import dev.bolt.protocol.ValueCodec;
import dev.bolt.protocol.WireWriter;
import dev.bolt.sql.SqlStatement;
import dev.bolt.sql.StatementKind;
import dev.bolt.transport.FrameChannel;
import dev.bolt.transport.FrameType;
import dev.bolt.transport.Hello;
import dev.bolt.transport.RequestCodec;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever arrives at its socket, the host goes on serving those who speak the protocol. */
@Timeout(120)
class HostFuzzTest {

  private static final int FRAMES = 100_000;
  private static final int FRAMES_A_CONNECTION = 200;

  @TempDir Path folder;

  private final Random random = new Random(7);
  private LocalHost host;

  @BeforeEach
  void startHost() throws Exception {
    host = LocalHost.start(folder);
  }

  @AfterEach
  void stopHost() throws Exception {
    host.close();
  }

  @Test
  void shouldServeOthersWhileItIsSentRubbish() throws Exception {
    int sent = 0;
    int connection = 0;
    while (sent < FRAMES) {
      sent += attack(connection++);
    }
    assertThat(answer()).isEqualTo(1);
  }

  private long answer() throws Exception {
    try (HostLink link = HostLink.join(host.record(), Duration.ofSeconds(10), lost -> {});
        EngineSession session =
            link.openSession(
                SessionContext.ofThisProcess(), new ClientId(1, 2), Duration.ofSeconds(30))) {
      SqlStatement select = new SqlStatement("SELECT 42", StatementKind.QUERY, 0);
      Cursor.Chunks rows =
          (Cursor.Chunks)
              session.execute(select, new Object[0], ExecuteOptions.AUTO_COMMIT).cursor();
      return rows.next().rows();
    }
  }

  // Some attackers know the token and speak well for a while, so that every layer gets its share.
  private int attack(int number) throws IOException {
    try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.connect(UnixDomainSocketAddress.of(host.record().socket()));
      if (number % 4 == 0) {
        return pureNoise(socket);
      }
      FrameChannel channel = FrameChannel.blocking(socket);
      int version = number % 16 == 1 ? random.nextInt() : Hello.VERSION;
      SessionContext context = number % 3 == 0 ? null : SessionContext.ofThisProcess();
      new Hello(
              version,
              number % 16 == 2 ? "no" : LocalHost.TOKEN,
              ProcessIdentity.self(),
              new ClientId(3, number),
              context)
          .write(channel.begin(FrameType.HELLO));
      channel.send();
      channel.receive();
      return mutatedFrames(socket);
    } catch (IOException cutOff) {
      // The host ends such connections, at whatever point it notices.
      return 1;
    }
  }

  private int pureNoise(SocketChannel socket) throws IOException {
    byte[] bytes = new byte[1 + random.nextInt(300)];
    random.nextBytes(bytes);
    write(socket, ByteBuffer.wrap(bytes));
    return 1;
  }

  private int mutatedFrames(SocketChannel socket) throws IOException {
    int sent = 0;
    try {
      while (sent < FRAMES_A_CONNECTION) {
        write(socket, mutatedFrame());
        drain(socket);
        sent++;
      }
    } catch (IOException cutOff) {
      return sent + 1;
    }
    return sent;
  }

  // Answers are not looked at, but must not fill the socket up.
  private static void drain(SocketChannel socket) throws IOException {
    socket.configureBlocking(false);
    ByteBuffer bin = ByteBuffer.allocate(64 * 1024);
    if (socket.read(bin) < 0) {
      throw new IOException("cut off");
    }
    socket.configureBlocking(true);
  }

  private ByteBuffer mutatedFrame() throws IOException {
    WireWriter out = new WireWriter(256);
    out.putInt(0);
    out.putByte(random.nextInt(10) == 0 ? random.nextInt(256) : 2 + random.nextInt(16));
    if (random.nextBoolean()) {
      byte[] noise = new byte[random.nextInt(60)];
      random.nextBytes(noise);
      for (byte b : noise) {
        out.putByte(b);
      }
    } else {
      request(out);
    }
    out.putIntAt(0, out.position() - 4);
    ByteBuffer frame = out.written();
    ByteBuffer copy = ByteBuffer.allocate(frame.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    copy.put(frame).flip();
    for (int flips = random.nextInt(4); flips > 0; flips--) {
      copy.put(random.nextInt(copy.limit()), (byte) random.nextInt());
    }
    if (random.nextInt(20) == 0) {
      copy.limit(1 + random.nextInt(copy.limit()));
    }
    return copy;
  }

  private void request(WireWriter out) throws IOException {
    StatementKind[] kinds = StatementKind.values();
    RequestCodec.writeStatement(
        new SqlStatement("SELECT " + random.nextInt(), kinds[random.nextInt(kinds.length)], 1),
        out);
    RequestCodec.writeOptions(ExecuteOptions.AUTO_COMMIT, out);
    out.putLong(random.nextInt(3));
    try {
      ValueCodec.writeRow(new Object[] {1, "x", new byte[3]}, out);
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  private static void write(SocketChannel socket, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      socket.write(bytes);
    }
  }
}
