package dev.bolt.bench.micro;

import dev.bolt.client.HostLink;
import dev.bolt.election.HostRecord;
import dev.bolt.engine.ClientId;
import dev.bolt.engine.DuckDbEngine;
import dev.bolt.engine.EngineSession;
import dev.bolt.engine.SessionContext;
import dev.bolt.host.HostServer;
import dev.bolt.os.ProcessIdentity;
import dev.bolt.transport.Hello;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** An engine on a new file, the server in front of it and a link to that, all in this process. */
final class LiveHost implements AutoCloseable {
  private final AtomicLong clients = new AtomicLong();

  private static final String TOKEN = "00";
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Path folder;
  private final DuckDbEngine engine;
  private final HostServer server;
  private final HostLink link;

  LiveHost() throws IOException, SQLException {
    folder = Files.createTempDirectory("bolt-");
    engine = DuckDbEngine.open(file(), Map.of(), false);
    HostRecord record =
        new HostRecord(
            ProcessIdentity.self(),
            1,
            Hello.VERSION,
            engine.version(),
            Map.of(),
            List.of(),
            folder.resolve("socket"),
            TOKEN);
    server =
        HostServer.start(
            record.socket(),
            new HostServer.Credentials(TOKEN, Files.getOwner(folder)),
            (context, client) -> engine.openSession(context, client, true),
            () -> {});
    link = HostLink.join(record, TIMEOUT, lost -> {});
  }

  private Path file() {
    return folder.resolve("a.duckdb");
  }

  /** A session of the engine itself. */
  EngineSession nativeSession() throws SQLException {
    return engine.openSession(SessionContext.ofThisProcess());
  }

  /** A session over the socket. */
  EngineSession remoteSession() throws SQLException {
    return link.openSession(
        SessionContext.ofThisProcess(), new ClientId(1, clients.incrementAndGet()), TIMEOUT);
  }

  @Override
  public void close() throws IOException, SQLException {
    link.close();
    server.close();
    engine.close();
    Files.deleteIfExists(folder.resolve("a.duckdb.wal"));
    Files.delete(file());
    Files.delete(folder);
  }
}
