package dev.bolt.node;

import dev.bolt.DatabaseId;
import dev.bolt.ErrorCode;
import dev.bolt.client.HostLink;
import dev.bolt.config.Options;
import dev.bolt.election.KernelLock;
import dev.bolt.election.Sidecar;
import dev.bolt.engine.ClientId;
import dev.bolt.engine.EngineSession;
import dev.bolt.engine.SessionContext;
import java.io.IOException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database of a hosted engine that this process has open.
 *
 * <pre>
 *   IDLE ──a session needs the database──▶ ELECTING ──▶ SERVING ──host lost──▶ ELECTING
 *    ▲                                        │ failed     │ last session closed, file asked for
 *    └────────────────────────────────────────┴────────────┴──▶ LEAVING ──▶ IDLE
 * </pre>
 *
 * <p>Transitions happen in {@link #become}; the work of ELECTING and LEAVING on the node's thread.
 * Fields are guarded by the lock.
 */
final class HostedNode implements Node {

  private static final Logger LOG = LoggerFactory.getLogger(HostedNode.class);

  /** How often a file is looked at that could not be let go. */
  private static final Duration KEPT_PAUSE = Duration.ofSeconds(1);

  /** After how long a new host begins to watch its folder. */
  private static final Duration WATCH_DELAY = Duration.ofMillis(300);

  /** How long an engine that has failed may take to say so to those who asked it for something. */
  private static final Duration ANSWERS = Duration.ofMillis(200);

  private static final SecureRandom RANDOM = new SecureRandom();

  /** What the sessions of this process do when a role has been given up. */
  private enum Afterwards {
    /** They have ended. */
    END,
    /** They use the database again, when their users do. */
    USE,
    /** They look for the next host at once: there may be nobody else to be it. */
    ELECT
  }

  /**
   * How long sessions may take to end what they do before they are cut off.
   *
   * @param joined those of joined processes
   * @param own those of this process
   */
  private record Patience(Duration joined, Duration own) {}

  private enum State {
    /** No role, and nobody needs one. */
    IDLE,
    /** A role is being found. */
    ELECTING,
    /** There is a role. */
    SERVING,
    /** A role is being given up. */
    LEAVING
  }

  private final DatabaseId database;
  private final Options options;
  private final NodeThread thread = new NodeThread();

  /** By what hosts know this process. */
  private final long process = RANDOM.nextLong();

  private final ClientPresence presence = new ClientPresence(process);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<SharedSession> sessions = new HashSet<>();
  private State state = State.IDLE;
  private Role role;
  private SQLException failure;
  private long elections;
  private KernelLock kept;

  /** The {@link HostLink#place} at the host that was lost last; 0 once that was made use of. */
  private volatile long place;

  HostedNode(DatabaseId database, Options options) {
    this.database = database;
    this.options = options;
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public EngineSession openSession(SessionContext context, Options wanted) throws SQLException {
    SharedSession session =
        new SharedSession(
            this, context, new ClientId(process, RANDOM.nextLong()), wanted.lockTimeout());
    lock.lock();
    try {
      sessions.add(session);
    } finally {
      lock.unlock();
    }
    try {
      session.open();
      return session;
    } catch (SQLException | RuntimeException e) {
      closed(session);
      throw e;
    }
  }

  @Override
  public boolean isUnused() {
    lock.lock();
    try {
      return sessions.isEmpty() && state == State.IDLE && kept == null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The role of this process, which is found first if there is none.
   *
   * @param deadline until when, as {@link System#nanoTime} counts
   * @param limit how long others are waited for, to be named when it was in vain
   */
  Role awaitRole(long deadline, Duration limit) throws SQLException {
    lock.lock();
    try {
      long election = -1;
      while (role == null || state != State.SERVING) {
        if (state == State.IDLE) {
          if (failure != null && election >= 0 && election < elections) {
            throw repeated(failure);
          }
          elect();
        }
        if (state == State.ELECTING && election < 0) {
          election = elections;
        }
        if (changed.awaitNanos(deadline - System.nanoTime()) <= 0) {
          throw new Holders(database, options, limit).timeout();
        }
      }
      return role;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ErrorCode.INTERRUPTED.exception("Interrupted while waiting for " + database, e);
    } finally {
      lock.unlock();
    }
  }

  // Several threads wait for one election; each gets an exception of its own.
  private static SQLException repeated(SQLException failure) {
    return ErrorCode.ofNumber(failure.getErrorCode()).exception(failure.getMessage(), failure);
  }

  private void elect() {
    become(State.ELECTING, "a session needs the database");
    thread.run(this::election);
  }

  private void election() {
    Role found = null;
    SQLException failed = null;
    try {
      found = findRole();
    } catch (SQLException e) {
      failed = e;
    } catch (IOException | RuntimeException | Error e) {
      // Whoever waits is told, also of a library of the engine that cannot be loaded.
      failed = ErrorCode.CANNOT_OPEN.exception(database + " cannot be opened: " + e, e);
    }
    // Not under the lock: the registry asks nodes while it holds its own.
    // It does not know the nodes of a rehearsal.
    if (found instanceof HostRole && Nodes.knows(this, database)) {
      LOG.info("This process is now the host of {}", database);
      Nodes.handOverAtExit();
    }
    conclude(found, failed);
    if (found instanceof HostRole host) {
      // Those who wait for the role come first, and the watch looks at everything when it begins.
      thread.runLater(host::watch, WATCH_DELAY);
    }
    Nodes.forgetIfUnused(this, database);
  }

  private void conclude(Role found, SQLException failed) {
    lock.lock();
    try {
      elections++;
      failure = failed;
      role = found;
      if (found == null) {
        become(State.IDLE, "no role was found");
      } else {
        become(State.SERVING, found.getClass().getSimpleName());
        if (found instanceof JoinedRole joined) {
          joined(joined.link());
        }
        leaveIfUnused();
      }
    } finally {
      lock.unlock();
    }
  }

  private void joined(HostLink link) {
    if (options.mayHost()) {
      Rehearsal.later(options, () -> !isUnused());
    }
    if (link.isClosed()) {
      hostLost(link);
    }
  }

  private Role findRole() throws SQLException, IOException {
    Optional<Sidecar> sidecar = FileAccess.of(database).sidecar();
    long deadline = System.nanoTime() + options.lockTimeout().toNanos();
    if (sidecar.isEmpty()) {
      return new ReadOnlyRole(
          EngineOpening.open(database, options, true, deadline, () -> false).orElseThrow());
    }
    Optional<KernelLock> mine = Optional.ofNullable(kept);
    kept = null;
    presence.show(sidecar.get());
    long lately = place;
    place = 0;
    return new Election(database, sidecar.get(), options, deadline, lately, new NodeEvents())
        .run(mine);
  }

  private final class NodeEvents implements Election.Events {
    @Override
    public void hostLost(HostLink link) {
      HostedNode.this.hostLost(link);
    }

    @Override
    public int sessions() {
      lock.lock();
      try {
        return sessions.size();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void releaseAsked() {
      Duration limit = options.handoverTimeout();
      leave("the file was asked for", new Patience(limit, limit), Afterwards.USE);
    }

    @Override
    public void engineFailed(HostRole failed) {
      HostedNode.this.engineFailed(failed);
    }
  }

  /** The host behind a link has gone: if anybody is interested, the next one is found at once. */
  void hostLost(HostLink link) {
    lock.lock();
    try {
      if (state != State.SERVING || !(role instanceof JoinedRole joined) || joined.link() != link) {
        return;
      }
      // The link ends by itself: a host that leaves may still be working for other sessions here.
      role = null;
      place = link.place();
      become(State.IDLE, "the host has gone");
      if (!sessions.isEmpty()) {
        elect();
      }
    } finally {
      lock.unlock();
    }
  }

  // Whoever meets the failure says so, so it is met for the first time if the role is still there;
  // if it is not yet, its sessions will meet it again.
  private void engineFailed(HostRole failed) {
    lock.lock();
    try {
      if (state == State.SERVING && role == failed) {
        LOG.warn("The engine of {} has failed and is opened again", database);
        leave("the engine has failed", new Patience(ANSWERS, ANSWERS), Afterwards.ELECT);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether a role is still the one that this process plays. */
  boolean serves(Role candidate) {
    lock.lock();
    try {
      return role == candidate;
    } finally {
      lock.unlock();
    }
  }

  /** A session found that the host of a role has gone. */
  void lost(Role lostRole) {
    if (lostRole instanceof JoinedRole joined) {
      hostLost(joined.link());
    }
  }

  /** A session ends, and its host could not be told. */
  void owesGoodbye() {
    presence.owesGoodbye();
  }

  /** A session that was closed needs a role once more, until it is {@link #closed} again. */
  void needs(SharedSession session) {
    lock.lock();
    try {
      sessions.add(session);
    } finally {
      lock.unlock();
    }
  }

  /** A session ends whose user may still ask what became of an operation. */
  void mayAskLater() {
    presence.mayAskLater();
  }

  /** A session was closed; with the last one the role ends. */
  void closed(SharedSession session) {
    Runnable left;
    lock.lock();
    try {
      sessions.remove(session);
      left = leaveIfUnused();
    } finally {
      lock.unlock();
    }
    if (left != null) {
      left.run();
    }
    Nodes.forgetIfUnused(this, database);
  }

  // Under the lock, so that no session comes in between; those that come later wait for the next
  // role.
  private Runnable leaveIfUnused() {
    return sessions.isEmpty() ? leave("no session is open", lastSession(), Afterwards.END) : null;
  }

  /**
   * Begins to give the role up.
   *
   * @param afterwards what the sessions of this process do then
   * @return how to wait for it where that is quick, else null
   */
  private Runnable leave(String reason, Patience patience, Afterwards afterwards) {
    lock.lock();
    try {
      if (state != State.SERVING) {
        return null;
      }
      Role ending = role;
      role = null;
      become(State.LEAVING, reason);
      Runnable wait = thread.run(() -> giveUp(ending, patience, afterwards));
      return holdsFileAlone(ending) ? wait : null;
    } finally {
      lock.unlock();
    }
  }

  private Patience lastSession() {
    return new Patience(options.handoverTimeout(), Duration.ZERO);
  }

  // Whether the file is free as soon as the role has ended, so that a close should wait for it.
  private static boolean holdsFileAlone(Role role) {
    return role instanceof ReadOnlyRole || role instanceof HostRole host && !host.isJoined();
  }

  private void giveUp(Role ending, Patience patience, Afterwards afterwards) {
    try {
      if (ending instanceof HostRole host) {
        giveUpHost(host, patience, afterwards);
      } else if (ending instanceof JoinedRole joined) {
        joined.link().close();
      } else if (ending instanceof ReadOnlyRole readOnly) {
        readOnly.engine().close();
      }
    } catch (SQLException | IOException | RuntimeException e) {
      LOG.warn("{} could not be let go in order: {}", database, e.toString());
    } finally {
      gaveUp(afterwards);
    }
    Nodes.forgetIfUnused(this, database);
  }

  private void gaveUp(Afterwards afterwards) {
    lock.lock();
    try {
      if (sessions.isEmpty()) {
        presence.end();
      }
      become(State.IDLE, "the role was given up");
      if (afterwards == Afterwards.ELECT && !sessions.isEmpty()) {
        elect();
      }
    } finally {
      lock.unlock();
    }
  }

  private void giveUpHost(HostRole host, Patience patience, Afterwards afterwards)
      throws IOException {
    boolean forget = afterwards == Afterwards.END && !host.isJoined();
    host.handOver(patience.joined());
    detachSessions(patience.own());
    if (!host.close(forget)) {
      kept = host.lock();
      thread.runLater(this::letGoLater, KEPT_PAUSE);
    }
  }

  // On the node's thread, as all that has to do with the lock that was kept.
  private void letGoLater() {
    if (kept == null) {
      return;
    }
    if (HostRole.holdsFile(database)) {
      thread.runLater(this::letGoLater, KEPT_PAUSE);
      return;
    }
    try {
      kept.close();
    } catch (IOException e) {
      LOG.warn("The host lock of {} could not be let go: {}", database, e.toString());
    }
    lock.lock();
    try {
      kept = null;
    } finally {
      lock.unlock();
    }
    Nodes.forgetIfUnused(this, database);
  }

  /** Takes the sessions of this process off the role; those that take too long are cut off. */
  private void detachSessions(Duration limit) {
    List<SharedSession> staying;
    lock.lock();
    try {
      staying = List.copyOf(sessions);
    } finally {
      lock.unlock();
    }
    long deadline = System.nanoTime() + limit.toNanos();
    for (SharedSession session : staying) {
      session.askToDetach();
    }
    for (SharedSession session : staying) {
      session.awaitDetached(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    }
  }

  /** Gives the role up before the JVM ends, and waits for it. */
  void finish() {
    lock.lock();
    try {
      if (state == State.SERVING && role instanceof HostRole) {
        leave("the process ends", lastSession(), Afterwards.END);
      }
      long nanos = options.handoverTimeout().plusSeconds(5).toNanos();
      while (state == State.LEAVING && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void become(State next, String reason) {
    LOG.debug("{}: {} -> {}, {}", database, state, next, reason);
    state = next;
    changed.signalAll();
  }
}
