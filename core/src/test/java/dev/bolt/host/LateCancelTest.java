package dev.bolt.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.client.HostLink;
import dev.bolt.engine.ClientId;
import dev.bolt.engine.Cursor;
import dev.bolt.engine.EngineSession;
import dev.bolt.engine.ExecuteOptions;
import dev.bolt.engine.SessionContext;
import dev.bolt.os.ProcessIdentity;
import dev.bolt.protocol.WireWriter;
import dev.bolt.sql.SqlStatement;
import dev.bolt.sql.StatementKind;
import dev.bolt.transport.FrameChannel;
import dev.bolt.transport.FrameType;
import dev.bolt.transport.Hello;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A cancel travels on a connection of its own, and may arrive when its request is over. */
@Timeout(60)
class LateCancelTest {

  private static final long FIRST_SESSION = 1;

  @TempDir Path folder;

  private LocalHost host;

  @BeforeEach
  void startHost() throws Exception {
    host = LocalHost.start(folder);
  }

  @AfterEach
  void stopHost() throws Exception {
    host.close();
  }

  private static long count(EngineSession session, String rows) throws SQLException {
    SqlStatement select =
        new SqlStatement("SELECT sum(range) FROM range(" + rows + ")", StatementKind.QUERY, 0);
    Cursor.Chunks result =
        (Cursor.Chunks) session.execute(select, new Object[0], ExecuteOptions.AUTO_COMMIT).cursor();
    return result.next().rows();
  }

  /** Cancels a request of the first session, again and again while something else is done. */
  private void whileCancelled(long request, SqlCall call) throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.connect(UnixDomainSocketAddress.of(host.record().socket()));
      FrameChannel control = FrameChannel.blocking(socket);
      new Hello(Hello.VERSION, LocalHost.TOKEN, ProcessIdentity.self(), null, null)
          .write(control.begin(FrameType.HELLO));
      control.send();
      control.receive();
      Thread cancelling = new Thread(() -> cancel(control, request, done));
      cancelling.start();
      try {
        call.run();
      } finally {
        done.set(true);
        cancelling.join();
      }
    }
  }

  private static void cancel(FrameChannel control, long request, AtomicBoolean done) {
    try {
      while (!done.get()) {
        WireWriter out = control.begin(FrameType.CANCEL);
        out.putLong(FIRST_SESSION);
        out.putLong(request);
        control.send();
        Thread.sleep(1);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private interface SqlCall {
    void run() throws SQLException;
  }

  @Test
  void shouldNotCancelWhatCameLater() throws Exception {
    try (HostLink link = HostLink.join(host.record(), Duration.ofSeconds(10), lost -> {});
        EngineSession session =
            link.openSession(
                SessionContext.ofThisProcess(), new ClientId(1, 2), Duration.ofSeconds(30))) {
      assertThat(count(session, "1")).isEqualTo(1);
      whileCancelled(1, () -> assertThat(count(session, "200000000")).isEqualTo(1));
      whileCancelled(
          3,
          () ->
              assertThatThrownBy(() -> count(session, "90000000000"))
                  .isInstanceOf(SQLException.class)
                  .extracting(e -> ((SQLException) e).getSQLState())
                  .isEqualTo("57014"));
    }
  }
}
