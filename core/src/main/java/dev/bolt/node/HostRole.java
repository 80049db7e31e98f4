package dev.bolt.node;

import dev.bolt.DatabaseId;
import dev.bolt.ErrorCode;
import dev.bolt.client.HostLostException;
import dev.bolt.election.HostRecord;
import dev.bolt.election.KernelLock;
import dev.bolt.election.Sidecar;
import dev.bolt.election.SidecarWatch;
import dev.bolt.engine.ClientId;
import dev.bolt.engine.DuckDbEngine;
import dev.bolt.engine.EngineSession;
import dev.bolt.engine.SessionContext;
import dev.bolt.host.HostServer;
import dev.bolt.os.FileIdentity;
import dev.bolt.os.KernelLocks;
import dev.bolt.os.ProcessIdentity;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This process is the host: it holds the engine and serves those who joined. */
final class HostRole implements Role, SidecarWatch.Host {

  private static final Logger LOG = LoggerFactory.getLogger(HostRole.class);

  private final DatabaseId database;
  private final Sidecar sidecar;
  private final KernelLock lock;
  private final DuckDbEngine engine;
  private final Events events;
  private final FileIdentity file;
  private HostServer server;
  private HostRecord published;
  private SidecarWatch watch;
  private boolean ended;

  /** What the node does when something happens to this role. */
  interface Events {
    /** How many sessions this process has. */
    int sessions();

    /** Somebody asks for the database file. */
    void releaseAsked();

    /** The engine has failed for good; said each time that somebody meets it. */
    void engineFailed(HostRole role);
  }

  private HostRole(
      DatabaseId database, Sidecar sidecar, KernelLock lock, DuckDbEngine engine, Events events)
      throws IOException {
    this.database = database;
    this.sidecar = sidecar;
    this.lock = lock;
    this.engine = engine;
    this.events = events;
    this.file = FileIdentity.of(database.file());
  }

  /**
   * Begins to serve.
   *
   * @param lock the host lock of the database, which this process holds
   * @param engine the open engine
   * @param record what to publish; without a socket where there can be none
   * @param exactlyOnce whether the outcomes of those who join are kept
   * @param events what happens, told on any thread
   */
  static HostRole start(
      DatabaseId database,
      Sidecar sidecar,
      KernelLock lock,
      DuckDbEngine engine,
      HostRecord record,
      boolean exactlyOnce,
      Events events)
      throws IOException {
    HostRole role = new HostRole(database, sidecar, lock, engine, events);
    engine.whoIsGone(process -> ClientPresence.isGone(sidecar, process));
    role.published = record;
    try {
      role.server =
          HostServer.start(
              record.socket(),
              new HostServer.Credentials(record.token(), sidecar.owner()),
              role.new Served(exactlyOnce),
              events::releaseAsked);
    } catch (IOException e) {
      LOG.warn(
          "{} cannot be shared with other processes, as there can be no socket at {}: {}",
          database,
          record.socket(),
          e.getMessage());
      role.published = record.withoutSocket();
    }
    engine.whenSettingsChange(role::publishSettings);
    try {
      role.publish();
    } catch (IOException e) {
      role.closeServer();
      throw e;
    }
    return role;
  }

  /** The sessions of those who join. */
  private final class Served implements HostServer.Sessions {
    private final boolean exactlyOnce;

    Served(boolean exactlyOnce) {
      this.exactlyOnce = exactlyOnce;
    }

    @Override
    public EngineSession open(SessionContext context, ClientId client) throws SQLException {
      return serve(context, exactlyOnce ? client : null);
    }

    @Override
    public int own() {
      return events.sessions();
    }
  }

  /** Begins to put right what somebody deletes in the folder. */
  synchronized void watch() {
    if (ended) {
      return;
    }
    try {
      watch = SidecarWatch.start(sidecar.folder(), this);
    } catch (IOException e) {
      LOG.warn(
          "{} is not watched, so what somebody deletes there is not restored: {}",
          sidecar.folder(),
          e.getMessage());
    }
  }

  // Who has deleted the database has no use for a folder beside it.
  @Override
  public synchronized boolean restoreFolder() throws IOException, SQLException {
    if (ended || !isSameFile()) {
      return false;
    }
    Sidecar.open(database);
    return true;
  }

  @Override
  public synchronized void restoreFiles() throws IOException {
    if (ended) {
      return;
    }
    if (server != null) {
      server.restoreSocket();
    }
    if (!sidecar.readRecord().equals(Optional.of(published))) {
      publish();
      LOG.warn("The record of this host in {} was lost and is written again", sidecar.folder());
    }
    if (!lock.renew()) {
      throw new IOException("Another process holds " + sidecar.hostLock());
    }
  }

  private boolean isSameFile() {
    try {
      return FileIdentity.of(database.file()).equals(file);
    } catch (IOException e) {
      // It was removed.
      return false;
    }
  }

  @Override
  public EngineSession openSession(SessionContext context, ClientId client, Duration patience)
      throws SQLException {
    return openSession(context, client, false, e -> HostLostException.ofEngine(failed(e)));
  }

  private EngineSession serve(SessionContext context, ClientId client) throws SQLException {
    return openSession(context, client, client != null, this::failed);
  }

  private EngineSession openSession(
      SessionContext context, ClientId client, boolean keepsOutcomes, WatchedSession.Watch watch)
      throws SQLException {
    requireSameFile();
    try {
      return new WatchedSession(engine.openSession(context, client, keepsOutcomes), watch);
    } catch (SQLException e) {
      throw ErrorCode.ENGINE_FAILED.is(e) ? watch.failed(e) : e;
    }
  }

  private SQLException failed(SQLException e) {
    events.engineFailed(this);
    return e;
  }

  private void requireSameFile() throws SQLException {
    try {
      if (FileIdentity.of(database.file()).equals(file)) {
        return;
      }
    } catch (IOException e) {
      throw replaced("was removed", e);
    }
    throw replaced("was replaced by another file", null);
  }

  private SQLException replaced(String what, IOException cause) {
    return ErrorCode.CANNOT_OPEN.exception(
        database
            + " "
            + what
            + " while its host, "
            + ProcessIdentity.self().describe()
            + ", has the old one open. Close all connections to it, or run bolt release, and open it"
            + " again; what is written until then goes to the old file",
        cause);
  }

  private synchronized void publish() throws IOException {
    sidecar.publish(published);
  }

  // Whoever sets something while the role ends has been cut off, and sets it again at the next
  // host; the record may be that one's already.
  private synchronized void publishSettings(List<String> settings) throws SQLException {
    if (ended) {
      return;
    }
    published = published.withSettings(settings);
    try {
      publish();
    } catch (IOException e) {
      throw ErrorCode.IO.exception(
          "The setting has been made, but it cannot be recorded in "
              + sidecar.folder()
              + " for the next host: "
              + e.getMessage()
              + ". Make it again when that is possible",
          e);
    }
  }

  private synchronized void end() {
    ended = true;
  }

  /** Whether any process has joined this one. */
  boolean isJoined() {
    return server != null && server.isJoined();
  }

  /** Lets those who joined end what they do, and serves nobody any more. */
  void handOver(Duration limit) {
    if (server != null) {
      server.leave(limit);
    }
  }

  /**
   * Closes the engine and gives up being host. What goes wrong is logged: in the end counts whether
   * the engine's lock on the file is gone.
   *
   * @param forget whether nobody is left who needs the record
   * @return whether the file is free; if not, this process keeps the host lock
   */
  boolean close(boolean forget) throws IOException {
    end();
    closeWatch();
    closeServer();
    closeEngine();
    if (holdsFile(database)) {
      LOG.error(
          "This process still holds the engine's lock on {}, through a connection that was not opened"
              + " by Bolt or was unwrapped and is not closed. It stays the host's place until then",
          database);
      return false;
    }
    try (lock) {
      if (forget) {
        sidecar.withdraw();
      }
    }
    return true;
  }

  private void closeWatch() {
    try {
      if (watch != null) {
        watch.close();
      }
    } catch (IOException e) {
      LOG.warn("{} may still be watched: {}", sidecar.folder(), e.getMessage());
    }
  }

  private void closeServer() {
    try {
      if (server != null) {
        server.close();
      }
    } catch (SQLException e) {
      LOG.warn("{}", e.getMessage());
    }
  }

  private void closeEngine() {
    try {
      engine.close();
    } catch (SQLException e) {
      LOG.warn("The engine of {} was not closed in order: {}", database, e.getMessage());
    }
  }

  /** Whether the engine in this process still holds its lock on the file of a database. */
  static boolean holdsFile(DatabaseId database) {
    return KernelLocks.holders(database.file()).contains(ProcessIdentity.self().pid());
  }

  KernelLock lock() {
    return lock;
  }
}
