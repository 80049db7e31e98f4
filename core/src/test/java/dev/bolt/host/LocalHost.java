package dev.bolt.host;

import dev.bolt.election.HostRecord;
import dev.bolt.engine.DuckDbEngine;
import dev.bolt.os.ProcessIdentity;
import dev.bolt.transport.Hello;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** A host of a new file, in this process, that keeps outcomes. */
final class LocalHost implements AutoCloseable {

  /** What its clients have to know. */
  static final String TOKEN = "00112233445566778899aabbccddeeff";

  private final DuckDbEngine engine;
  private final HostServer server;
  private final HostRecord record;

  private LocalHost(DuckDbEngine engine, HostServer server, HostRecord record) {
    this.engine = engine;
    this.server = server;
    this.record = record;
  }

  /** Starts one whose file and socket are in a folder. */
  static LocalHost start(Path folder) throws SQLException, IOException {
    DuckDbEngine engine = DuckDbEngine.open(folder.resolve("a.duckdb"), Map.of(), false);
    Path socket = folder.resolve("s");
    HostServer server =
        HostServer.start(
            socket,
            new HostServer.Credentials(TOKEN, Files.getOwner(folder)),
            (context, client) -> engine.openSession(context, client, true),
            () -> {});
    return new LocalHost(
        engine,
        server,
        new HostRecord(
            ProcessIdentity.self(), 1, Hello.VERSION, "v", Map.of(), List.of(), socket, TOKEN));
  }

  /** How it is reached. */
  HostRecord record() {
    return record;
  }

  @Override
  public void close() throws SQLException {
    server.close();
    engine.close();
  }
}
