package dev.bolt.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.DatabaseId;
import dev.bolt.client.HostLostException.Progress;
import dev.bolt.election.HostRecord;
import dev.bolt.election.Sidecar;
import dev.bolt.engine.ClientId;
import dev.bolt.engine.EngineSession;
import dev.bolt.engine.SessionContext;
import dev.bolt.testing.ChildJvm;
import dev.bolt.testing.SqlChild;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A host that takes no more connections at the moment is not gone. */
@Timeout(60)
class FullBacklogTest {
  private static final AtomicLong CLIENTS = new AtomicLong();

  private static final int MANY = 1024;

  @TempDir Path folder;

  private final List<SocketChannel> waiting = new ArrayList<>();
  private ChildJvm host;
  private HostRecord record;

  @BeforeEach
  void startHost() throws Exception {
    Path file = folder.resolve("a.duckdb");
    host = SqlChild.start("jdbc:bolt:duckdb:" + file);
    assertThat(host.hear()).isEqualTo("open");
    record = Sidecar.open(DatabaseId.of(file)).readRecord().orElseThrow();
  }

  @AfterEach
  void endHost() throws Exception {
    for (SocketChannel socket : waiting) {
      socket.close();
    }
    host.kill();
  }

  /** Stops the host and fills the kernel's queue of those who want to connect to it. */
  private void fillBacklog() throws Exception {
    host.stop();
    while (knocks()) {
      // Until the queue is full.
    }
    assertThat(waiting).as("connections in the queue").hasSizeGreaterThanOrEqualTo(MANY);
  }

  private boolean knocks() throws IOException {
    SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
    socket.configureBlocking(false);
    waiting.add(socket);
    try {
      return socket.connect(UnixDomainSocketAddress.of(record.socket()));
    } catch (IOException full) {
      return false;
    }
  }

  @Test
  void shouldWaitUntilTheHostTakesConnectionsAgain() throws Exception {
    try (HostLink link = HostLink.join(record, Duration.ofSeconds(30), lost -> {})) {
      fillBacklog();
      AtomicReference<EngineSession> opened = new AtomicReference<>();
      AtomicReference<SQLException> failed = new AtomicReference<>();
      Thread opening =
          new Thread(
              () -> {
                try {
                  opened.set(
                      link.openSession(
                          SessionContext.ofThisProcess(),
                          new ClientId(1, CLIENTS.incrementAndGet()),
                          Duration.ofSeconds(30)));
                } catch (SQLException e) {
                  failed.set(e);
                }
              });
      opening.start();
      while (opening.isAlive() && opening.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
      host.signal("CONT");
      opening.join();

      assertThat((Throwable) failed.get()).isNull();
      opened.get().close();
    }
  }

  @Test
  void shouldCallAHostSilentThatTakesNoConnection() throws Exception {
    try (HostLink link = HostLink.join(record, Duration.ofMillis(300), lost -> {})) {
      fillBacklog();

      assertThatThrownBy(
              () ->
                  link.openSession(
                      SessionContext.ofThisProcess(),
                      new ClientId(1, CLIENTS.incrementAndGet()),
                      Duration.ofSeconds(30)))
          .isInstanceOf(HostLostException.class)
          .hasMessageContaining("PID " + host.pid())
          .hasMessageContaining("has not answered for 0.3 s")
          .extracting(e -> ((HostLostException) e).progress())
          .isEqualTo(Progress.SILENT);
    }
  }

  @Test
  void shouldCallAHostGoneWhoseSocketNobodyServes() throws Exception {
    try (HostLink link = HostLink.join(record, Duration.ofSeconds(30), lost -> {})) {
      host.kill();

      assertThatThrownBy(
              () ->
                  link.openSession(
                      SessionContext.ofThisProcess(),
                      new ClientId(1, CLIENTS.incrementAndGet()),
                      Duration.ofSeconds(30)))
          .isInstanceOf(HostLostException.class)
          .extracting(e -> ((HostLostException) e).progress())
          .isEqualTo(Progress.NOT_EXECUTED);
    }
  }
}
