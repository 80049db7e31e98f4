package dev.bolt.node;

import dev.bolt.DatabaseId;
import dev.bolt.client.HostLink;
import dev.bolt.config.Options;
import dev.bolt.election.HostRecord;
import dev.bolt.election.Sidecar;
import dev.bolt.engine.ClientId;
import dev.bolt.engine.DuckDbEngine;
import dev.bolt.engine.EngineSession;
import dev.bolt.engine.ExecuteOptions;
import dev.bolt.engine.SessionContext;
import dev.bolt.host.HostServer;
import dev.bolt.os.ProcessIdentity;
import dev.bolt.sql.SqlStatement;
import dev.bolt.sql.StatementKind;
import dev.bolt.threads.Daemon;
import dev.bolt.transport.Hello;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays host for a moment, on a database in memory that nobody else sees, in a process that has
 * joined one.
 *
 * <p>Loading the engine's library and the classes of a host, and running each for the first time,
 * takes longer than all the rest of a takeover. A process that has rehearsed it has that behind it.
 */
final class Rehearsal {

  private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

  private static final String TABLE = "rehearsal";

  private static final List<SqlStatement> STATEMENTS =
      List.of(
          new SqlStatement("CREATE TABLE " + TABLE + " (a BIGINT)", StatementKind.DDL, 0),
          new SqlStatement("INSERT INTO " + TABLE + " VALUES (1)", StatementKind.DML, 0),
          new SqlStatement("UPDATE " + TABLE + " SET a = a + 1", StatementKind.DML, 0),
          new SqlStatement("SELECT * FROM " + TABLE, StatementKind.QUERY, 0));

  /** A process that is gone again so soon need not get ready for a takeover. */
  private static final Duration DELAY = Duration.ofSeconds(1);

  /** Once for all databases of the process: what is loaded then stays. */
  private static final AtomicBoolean DONE = new AtomicBoolean();

  /** Not the thread of a node: an election must not wait for it. */
  private static final ScheduledThreadPoolExecutor THREAD =
      Daemon.executor("bolt-rehearsal", Duration.ofSeconds(1));

  private final Sidecar sidecar;
  private final Options options;

  /**
   * A rehearsal.
   *
   * @param sidecar where its socket is
   */
  Rehearsal(Sidecar sidecar, Options options) {
    this.sidecar = sidecar;
    this.options = options;
  }

  /**
   * Has this process rehearse in a while, unless it has.
   *
   * @param wanted asked then: whether it may still become host
   */
  static void later(DatabaseId database, Options options, BooleanSupplier wanted) {
    THREAD.schedule(
        () -> rehearse(database, options, wanted), DELAY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void rehearse(DatabaseId database, Options options, BooleanSupplier wanted) {
    if (!wanted.getAsBoolean() || !DONE.compareAndSet(false, true)) {
      return;
    }
    try {
      Optional<Sidecar> sidecar = FileAccess.of(database).sidecar();
      if (sidecar.isPresent()) {
        new Rehearsal(sidecar.get(), options).run();
      }
    } catch (SQLException | IOException e) {
      LOG.warn("A takeover could not be rehearsed: {}", e.getMessage());
    }
  }

  /** Runs it. */
  void run() throws SQLException, IOException {
    DuckDbEngine engine = DuckDbEngine.openInMemory();
    try {
      serve(engine, Election.newSecret());
    } finally {
      engine.close();
    }
  }

  private void serve(DuckDbEngine engine, String secret) throws SQLException, IOException {
    HostRecord record =
        new HostRecord(
            ProcessIdentity.self(),
            0,
            Hello.VERSION,
            engine.version(),
            Map.of(),
            List.of(),
            sidecar.socket(secret),
            secret);
    LOG.debug("Rehearses with {} as\n{}", EngineVersion.of(engine.version()), record.format());
    HostServer server =
        HostServer.start(
            record.socket(),
            new HostServer.Credentials(secret, sidecar.owner()),
            (context, client) -> engine.openSession(context, client, true),
            () -> {});
    try {
      HostLink link = HostLink.join(record, options.hostTimeout(), lost -> {});
      try {
        play(new JoinedRole(link));
      } finally {
        link.close();
      }
    } finally {
      server.close();
    }
  }

  private void play(JoinedRole role) throws SQLException {
    EngineSession session =
        role.openSession(SessionContext.ofThisProcess(), new ClientId(0, 0), options.hostTimeout());
    try {
      long sequence = 0;
      for (SqlStatement statement : STATEMENTS) {
        session.execute(statement, new Object[0], ExecuteOptions.AUTO_COMMIT.numbered(++sequence));
      }
    } finally {
      session.close();
    }
  }
}
