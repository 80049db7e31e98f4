package dev.bolt.node;

import dev.bolt.DatabaseId;
import dev.bolt.ErrorCode;
import dev.bolt.config.Options;
import dev.bolt.election.KernelLock;
import dev.bolt.election.Sidecar;
import dev.bolt.engine.EngineSession;
import dev.bolt.engine.SessionContext;
import dev.bolt.engine.SqliteEngine;
import dev.bolt.engine.SqliteSessionMode;
import dev.bolt.engine.WalSwitchLock;
import dev.bolt.os.KernelLocks;
import dev.bolt.os.ProcessIdentity;
import dev.bolt.sync.SharedSync;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A SQLite file that this process has open: every process does, and SQLite's own locks order them.
 *
 * <p>POSIX locks belong to the process: a second copy of SQLite in it, loaded by another class
 * loader, would drop this one's locks whenever it closes a file. So one class loader of a process
 * has a file open, and others are refused. Fields are guarded by this object.
 */
final class DirectNode implements Node {

  private static final Logger LOG = LoggerFactory.getLogger(DirectNode.class);

  private static final Duration LOADER_PATIENCE = Duration.ofSeconds(2);
  private static final long PAUSE_NANOS = 1_000_000;
  private static final long SELF = ProcessIdentity.self().pid();

  private final DatabaseId database;
  private final Options options;
  private SqliteEngine engine;
  private KernelLock loaderLock;

  DirectNode(DatabaseId database, Options options) {
    this.database = database;
    this.options = options;
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public synchronized EngineSession openSession(SessionContext context, Options wanted)
      throws SQLException {
    if (engine == null) {
      openEngine();
    }
    try {
      return engine.openSession(
          context,
          new SqliteSessionMode(wanted.deferred(), wanted.sharedSync(), wanted.readDurable()));
    } catch (SQLException | RuntimeException e) {
      closeIfUnused();
      throw e;
    }
  }

  private void openEngine() throws SQLException {
    Optional<Sidecar> sidecar = FileAccess.of(database).sidecar();
    try {
      if (sidecar.isPresent()) {
        loaderLock = lockLoader(sidecar.get());
      }
      engine =
          SqliteEngine.open(
              database,
              options.engine(),
              sidecar.isEmpty(),
              options.lockTimeout(),
              () -> walSwitch(sidecar),
              OpenGates.INSTANCE,
              file -> sharedSync(sidecar, file));
      engine.whenSessionCloses(this::sessionClosed);
    } catch (IOException e) {
      throw ErrorCode.IO.exception(database + " cannot be locked: " + e.getMessage(), e);
    } finally {
      if (engine == null) {
        unlock();
      }
    }
  }

  // Who looks for leftovers has the lock to himself for a moment; another class loader of this
  // process has it for as long as it uses the file.
  private KernelLock lockLoader(Sidecar sidecar) throws SQLException, IOException {
    long deadline = System.nanoTime() + LOADER_PATIENCE.toNanos();
    while (true) {
      Optional<KernelLock> lock = sidecar.tryAcquireShared(sidecar.loaderLock());
      if (lock.isPresent()) {
        return lock.get();
      }
      boolean held = KernelLocks.holders(sidecar.loaderLock()).contains(SELF);
      if (held || deadline - System.nanoTime() <= 0) {
        throw otherClassLoader();
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static Optional<WalSwitchLock.Held> walSwitch(Optional<Sidecar> sidecar)
      throws IOException {
    return sidecar.isEmpty()
        ? Optional.empty()
        : sidecar.get().tryAcquire(sidecar.get().walLock()).map(lock -> lock::close);
  }

  private static Optional<SharedSync> sharedSync(Optional<Sidecar> sidecar, Path file) {
    if (sidecar.isEmpty()) {
      return Optional.empty();
    }
    Path wal = file.resolveSibling(file.getFileName() + "-wal");
    try {
      return Optional.of(SharedSync.open(sidecar.get().folder(), wal));
    } catch (IOException e) {
      LOG.warn("SQLite syncs each commit to {} by itself: {}", file, e.getMessage());
      return Optional.empty();
    }
  }

  private SQLException otherClassLoader() {
    return ErrorCode.MISMATCH.exception(
        "Another class loader of this process has "
            + database
            + " open. Two copies of SQLite in one process drop each other's locks and damage the"
            + " file: load Bolt and sqlite-jdbc once, in a class loader that both parts share");
  }

  // The registry is asked without holding this object: it asks this one while it holds itself.
  private void sessionClosed() {
    closeIfUnused();
    Nodes.forgetIfUnused(this, database);
  }

  private synchronized void closeIfUnused() {
    if (engine == null || engine.sessionCount() > 0) {
      return;
    }
    try {
      engine.close();
    } catch (SQLException e) {
      LOG.warn("{} could not be closed in order: {}", database, e.getMessage());
    }
    engine = null;
    unlock();
  }

  private void unlock() {
    if (loaderLock == null) {
      return;
    }
    try {
      loaderLock.close();
    } catch (IOException e) {
      LOG.warn("A lock of {} could not be released: {}", database, e.getMessage());
    }
    loaderLock = null;
  }

  @Override
  public synchronized boolean isUnused() {
    return engine == null;
  }
}
