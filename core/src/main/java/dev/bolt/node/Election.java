package dev.bolt.node;

import dev.bolt.DatabaseId;
import dev.bolt.ErrorCode;
import dev.bolt.client.HostLink;
import dev.bolt.config.Options;
import dev.bolt.election.HostRecord;
import dev.bolt.election.KernelLock;
import dev.bolt.election.Sidecar;
import dev.bolt.engine.DuckDbEngine;
import dev.bolt.os.ProcessIdentity;
import dev.bolt.transport.Hello;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the host of a database, or makes this process the host.
 *
 * <pre>
 *   leave the way to those who joined before, for some milliseconds
 *     │
 *   ┌─┴▶ connect to the host of the record ──accepted──▶ JOINED
 *   │      │ nobody listens
 *   │    try host.lock ──free──▶ wait for holders of the file outside Bolt,
 *   │      │ taken               open the engine, listen, publish the record ──▶ HOST
 *   │      │                       │ a host answers after all: it had lost its folder ──▶ JOINED
 *   └── pause a little, at random
 * </pre>
 *
 * <p>The lock decides who may open the engine; the engine's own lock on the file keeps the data
 * safe even if somebody deletes the lock file. Used by the node's thread only.
 */
final class Election {

  private static final Logger LOG = LoggerFactory.getLogger(Election.class);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int TOKEN_BYTES = 16;
  private static final int MIN_PAUSE_MICROS = 1_000;

  /**
   * The longest pause of who is first; its first ones are shorter, as a host that was killed is
   * gone at once. Those behind it pause for so long at least.
   */
  private static final int MAX_PAUSE_MICROS = 20_000;

  /**
   * How long a process leaves the way to each one that joined before it. All at once they would
   * take each other's processors, so that the one which opens the engine needs twice as long.
   */
  private static final long HEAD_START_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

  /** Those before may be gone or stopped, so it is no longer than this. */
  private static final long MAX_HEAD_START_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final DatabaseId database;
  private final Sidecar sidecar;
  private final Options options;
  private final long deadline;
  private final long headStart;
  private int longestPause;

  /** What the node does when something happens to the role it was given. */
  interface Events extends HostRole.Events {
    /** The host of a joined process has gone. */
    void hostLost(HostLink link);
  }

  private final Events events;

  /**
   * An election.
   *
   * @param place the {@link HostLink#place} of this process at the host that it has lost, or 0
   */
  Election(
      DatabaseId database,
      Sidecar sidecar,
      Options options,
      long deadline,
      long place,
      Events events) {
    this.database = database;
    this.sidecar = sidecar;
    this.options = options;
    this.deadline = deadline;
    this.headStart = Math.min(MAX_HEAD_START_NANOS, Math.max(0, place - 1) * HEAD_START_NANOS);
    this.longestPause = headStart == 0 ? 2 * MIN_PAUSE_MICROS : 2 * MAX_PAUSE_MICROS;
    this.events = events;
  }

  /**
   * Runs until this process has a role.
   *
   * @param kept the host lock, if this process has it already
   * @throws SQLException with SQLState 55P03 when the time is over; it says who holds what
   */
  Role run(Optional<KernelLock> kept) throws SQLException, IOException {
    if (kept.isPresent()) {
      return becomeHostAgain(kept.get());
    }
    LockSupport.parkNanos(headStart);
    OlderEngineException tooOld = null;
    while (true) {
      Optional<HostRecord> record = sidecar.readRecord();
      Optional<Role> joined = join(record);
      if (joined.isPresent()) {
        return joined.get();
      }
      if (options.mayHost() && tooOld == null && mayBeHosted()) {
        Optional<KernelLock> lock = sidecar.tryAcquire(sidecar.hostLock());
        if (lock.isPresent()) {
          try {
            if (mayBeHosted()) {
              return becomeHost(lock.get(), sidecar.readRecord());
            }
            lock.get().close();
          } catch (OlderEngineException e) {
            // Another process, with the newer engine, may take over and be joined.
            tooOld = e;
          }
        }
      }
      if (expired()) {
        throw tooOld != null ? tooOld.failure() : new Holders(database, options).timeout();
      }
      pause();
    }
  }

  private void pause() {
    int shortest = headStart == 0 ? MIN_PAUSE_MICROS : MAX_PAUSE_MICROS;
    LockSupport.parkNanos(1000L * ThreadLocalRandom.current().nextInt(shortest, longestPause));
    longestPause = Math.min(shortest + MAX_PAUSE_MICROS, longestPause * 2);
  }

  private Role becomeHostAgain(KernelLock kept) throws SQLException, IOException {
    try {
      return becomeHost(kept, sidecar.readRecord());
    } catch (OlderEngineException e) {
      throw e.failure();
    }
  }

  private boolean expired() {
    return deadline - System.nanoTime() <= 0;
  }

  private Optional<Role> join(Optional<HostRecord> record) throws SQLException {
    if (record.isEmpty() || record.get().socket() == null) {
      return Optional.empty();
    }
    HostRecord host = record.get();
    try {
      HostLink link = HostLink.join(host, options.hostTimeout(), events::hostLost);
      requireSameOptions(host, link);
      return Optional.of(new JoinedRole(link));
    } catch (IOException e) {
      LOG.debug("Nobody listens at {}: {}", host.socket(), e.toString());
      return Optional.empty();
    }
  }

  private void requireSameOptions(HostRecord host, HostLink link) throws SQLException {
    Optional<OptionDifference> difference =
        OptionDifference.between(options.engine(), host.options());
    if (difference.isPresent()) {
      link.close();
      DuckDbEngine.requireKnown(difference.get().name(), difference.get().mine());
      throw difference
          .get()
          .refusal(
              "the host of the database, " + host.host().describe() + ", opened it",
              "One engine serves all processes: give the same value, or leave the option out");
    }
  }

  // Whether nobody has asked for the file to be let go. Asked again by who has the host lock: a
  // Release takes its own lock first and then looks at that one, so one of the two sees the other.
  private boolean mayBeHosted() throws IOException {
    if (!Files.exists(sidecar.releaseLock())) {
      return true;
    }
    Optional<KernelLock> probe = sidecar.tryAcquire(sidecar.releaseLock());
    if (probe.isEmpty()) {
      return false;
    }
    probe.get().close();
    return true;
  }

  /** The engine of this process is older than the one that had the file before. */
  private static final class OlderEngineException extends Exception {

    private static final long serialVersionUID = 1L;

    private final SQLException failure;

    OlderEngineException(SQLException failure) {
      super(failure);
      this.failure = failure;
    }

    SQLException failure() {
      return failure;
    }
  }

  private Role becomeHost(KernelLock lock, Optional<HostRecord> previous)
      throws SQLException, IOException, OlderEngineException {
    DuckDbEngine engine = null;
    try {
      AtomicReference<Role> joined = new AtomicReference<>();
      engine =
          EngineOpening.open(database, options, false, deadline, () -> joinLate(joined))
              .orElse(null);
      if (engine == null) {
        lock.close();
        return joined.get();
      }
      requireNoOlderEngine(engine, previous);
      List<String> settings = previous.map(HostRecord::settings).orElse(List.of());
      engine.restoreSettings(settings);
      sidecar.removeSockets();
      Role role =
          HostRole.start(
              database,
              sidecar,
              lock,
              engine,
              record(engine, previous).withSettings(settings),
              options.exactlyOnce(),
              events);
      return role;
    } catch (SQLException | IOException | RuntimeException | OlderEngineException e) {
      if (engine != null) {
        engine.close();
      }
      lock.close();
      throw e;
    }
  }

  // Somebody has deleted the folder of a host that lives, or its lock file, so this process has the
  // lock of another file. That host publishes its record again, and takes the lock when it can.
  private boolean joinLate(AtomicReference<Role> joined) throws SQLException {
    joined.set(join(sidecar.readRecord()).orElse(null));
    return joined.get() != null;
  }

  private void requireNoOlderEngine(DuckDbEngine engine, Optional<HostRecord> previous)
      throws OlderEngineException {
    if (previous.isPresent()
        && EngineVersion.of(engine.version())
                .compareTo(EngineVersion.of(previous.get().engineVersion()))
            < 0) {
      throw new OlderEngineException(
          ErrorCode.MISMATCH.exception(
              "This process has the engine in version "
                  + engine.version()
                  + ", but the database was last hosted by version "
                  + previous.get().engineVersion()
                  + ". An older engine does not take over: use the newer version here too, or, if it"
                  + " is gone for good, delete "
                  + sidecar.folder()));
    }
  }

  /** What those who join a host have to know. */
  static String newSecret() {
    byte[] token = new byte[TOKEN_BYTES];
    RANDOM.nextBytes(token);
    return HexFormat.of().formatHex(token);
  }

  private HostRecord record(DuckDbEngine engine, Optional<HostRecord> previous) throws IOException {
    String secret = newSecret();
    return new HostRecord(
        ProcessIdentity.self(),
        previous.map(HostRecord::epoch).orElse(0L) + 1,
        Hello.VERSION,
        engine.version(),
        options.engine(),
        List.of(),
        sidecar.socket(secret),
        secret);
  }
}
