package dev.bolt.node;

import dev.bolt.DatabaseId;
import dev.bolt.ErrorCode;
import dev.bolt.client.HostLink;
import dev.bolt.election.HostRecord;
import dev.bolt.election.KernelLock;
import dev.bolt.election.Sidecar;
import dev.bolt.os.KernelLocks;
import dev.bolt.os.ProcessIdentity;
import dev.bolt.os.ProcessInfo;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * A database file that its host has let go, so that a program outside Bolt can have it. While this
 * is open nobody becomes host; those who use the database wait.
 *
 * <p>Confined to one thread.
 */
public final class Release implements AutoCloseable {

  private static final long PAUSE_NANOS = 5_000_000;
  private static final int PAUSES_PER_QUESTION = 50;
  private static final Duration ACQUIRE_LIMIT = Duration.ofSeconds(1);
  private static final Duration HOST_TIMEOUT = Duration.ofSeconds(10);

  private final DatabaseId database;
  private final KernelLock lock;
  private final Optional<ProcessIdentity> formerHost;

  private Release(DatabaseId database, KernelLock lock, Optional<ProcessIdentity> formerHost) {
    this.database = database;
    this.lock = lock;
    this.formerHost = formerHost;
  }

  /**
   * Asks the host of a database to let the file go, and waits until it has.
   *
   * @param limit how long to wait
   * @throws SQLException with SQLState 55P03 when that takes longer, or somebody else has released
   *     the file already
   */
  public static Release of(DatabaseId database, Duration limit) throws SQLException {
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      Sidecar sidecar = Sidecar.open(database);
      KernelLock lock = acquire(sidecar);
      try {
        return new Release(database, lock, awaitFree(database, sidecar, deadline, limit));
      } catch (SQLException | IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw ErrorCode.IO.exception(database + " cannot be released: " + e.getMessage(), e);
    }
  }

  // Whoever is about to become host tries this lock for a moment, so one attempt tells nothing.
  private static KernelLock acquire(Sidecar sidecar) throws SQLException, IOException {
    long patience = System.nanoTime() + ACQUIRE_LIMIT.toNanos();
    while (true) {
      Optional<KernelLock> lock = sidecar.tryAcquire(sidecar.releaseLock());
      if (lock.isPresent()) {
        return lock.get();
      }
      if (patience - System.nanoTime() <= 0) {
        throw released(sidecar);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static SQLException released(Sidecar sidecar) {
    List<Long> holders = KernelLocks.holders(sidecar.releaseLock());
    return ErrorCode.LOCK_TIMEOUT.exception(
        "The file has been released already, by "
            + (holders.isEmpty() ? "another process" : ProcessInfo.of(holders.get(0)).describe())
            + ". End that command first");
  }

  /** Asks whoever is host until nobody is, and returns who was asked last. */
  private static Optional<ProcessIdentity> awaitFree(
      DatabaseId database, Sidecar sidecar, long deadline, Duration limit)
      throws SQLException, IOException {
    HostLink link = null;
    try {
      // Again and again: who was just about to become host could not do anything about it before.
      for (int attempt = 0; !isFree(sidecar); attempt++) {
        if (deadline - System.nanoTime() <= 0) {
          throw notLetGo(database, sidecar, limit);
        }
        if (attempt % PAUSES_PER_QUESTION == 0) {
          link = ask(sidecar, link);
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      return Optional.ofNullable(link).map(asked -> asked.record().host());
    } finally {
      if (link != null) {
        link.close();
      }
    }
  }

  private static boolean isFree(Sidecar sidecar) throws IOException {
    Optional<KernelLock> host = sidecar.tryAcquire(sidecar.hostLock());
    if (host.isPresent()) {
      host.get().close();
    }
    return host.isPresent();
  }

  // The connection stays open until the file is free; before that the host may not have read it.
  private static HostLink ask(Sidecar sidecar, HostLink last) throws SQLException {
    HostLink link = last;
    try {
      if (last == null || last.isClosed()) {
        Optional<HostRecord> record = sidecar.readRecord().filter(host -> host.socket() != null);
        if (record.isEmpty()) {
          return last;
        }
        link = HostLink.join(record.get(), HOST_TIMEOUT, ended -> {});
      }
      link.askRelease();
    } catch (IOException nobodyListens) {
      // The host is leaving or gone, or the next one does not listen yet.
      return link;
    }
    return link;
  }

  private static SQLException notLetGo(DatabaseId database, Sidecar sidecar, Duration limit) {
    List<Long> holders = KernelLocks.holders(sidecar.hostLock());
    return ErrorCode.LOCK_TIMEOUT.exception(
        "The host of "
            + database
            + (holders.isEmpty() ? "" : ", " + ProcessInfo.of(holders.get(0)).describe() + ",")
            + " has not let the file go within "
            + limit.toMillis() / 1000.0
            + " s; it waits for open transactions. Try again, or end it");
  }

  /** The host that had the file, if there was one. */
  public Optional<ProcessIdentity> formerHost() {
    return formerHost;
  }

  /** The processes that have the file open now, by their kernel locks on it. */
  public List<ProcessInfo> holders() {
    return KernelLocks.holders(database.file()).stream().map(ProcessInfo::of).toList();
  }

  /** Lets the database be shared again. Idempotent. */
  @Override
  public void close() throws SQLException {
    try {
      lock.close();
    } catch (IOException e) {
      throw ErrorCode.IO.exception("The release of " + database + " cannot be ended", e);
    }
  }
}
