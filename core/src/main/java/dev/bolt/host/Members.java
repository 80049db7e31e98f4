package dev.bolt.host;

import dev.bolt.ErrorCode;
import dev.bolt.engine.ClientId;
import dev.bolt.os.ProcessIdentity;
import dev.bolt.transport.FrameChannel;
import dev.bolt.transport.MemberStatus;
import dev.bolt.transport.SessionStatus;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes that have joined, with their connections.
 *
 * <p>A process has one control connection for each copy of Bolt in it. When the last one ends, the
 * process is gone or does not want anything any more: what its sessions run is cancelled, so that
 * the query of a killed process does not go on. Guarded by itself.
 */
final class Members {

  private static final Logger LOG = LoggerFactory.getLogger(Members.class);

  private static final class Member {
    private final Map<FrameChannel, Integer> controls = new HashMap<>();
    private final Map<Long, SessionServer> sessions = new HashMap<>();

    List<SessionStatus> status() {
      return sessions.entrySet().stream()
          .map(session -> session.getValue().status(session.getKey()))
          .sorted(Comparator.comparingLong(SessionStatus::number))
          .toList();
    }

    boolean gone() {
      return controls.isEmpty() && sessions.isEmpty();
    }
  }

  private final Map<ProcessIdentity, Member> members = new HashMap<>();
  private final Map<ClientId, SessionServer> clients = new HashMap<>();
  private final BitSet places = new BitSet();
  private boolean leaving;

  /**
   * A control connection has begun.
   *
   * @return its place in the order in which those who joined look for the next host: the first that
   *     is free, from 1
   */
  synchronized int joined(ProcessIdentity process, FrameChannel control) {
    int place = places.nextClearBit(1);
    places.set(place);
    members.computeIfAbsent(process, p -> new Member()).controls.put(control, place);
    return place;
  }

  /** A control connection has ended. */
  void left(ProcessIdentity process, FrameChannel control) {
    List<SessionServer> orphans = List.of();
    synchronized (this) {
      Member member = members.get(process);
      places.clear(member.controls.remove(control));
      if (member.controls.isEmpty()) {
        orphans = List.copyOf(member.sessions.values());
        forgetIfGone(process, member);
      }
    }
    orphans.forEach(SessionServer::abort);
  }

  /**
   * Ends the earlier session of a client that has lost its connection and comes back, and waits
   * until what that one ran is committed or rolled back. Only after that may the client ask which.
   *
   * @throws SQLException with SQLState 55P03 when it does not end in time
   */
  void endEarlier(ClientId client, Duration limit) throws SQLException {
    SessionServer earlier;
    synchronized (this) {
      earlier = clients.get(client);
    }
    if (earlier == null) {
      return;
    }
    earlier.abort();
    synchronized (this) {
      await(limit, () -> clients.get(client) != earlier);
      if (clients.get(client) == earlier) {
        throw ErrorCode.LOCK_TIMEOUT.exception(
            "The host still runs what this session asked for before its connection was lost. Try"
                + " again later");
      }
    }
  }

  /** A session of a client begins; it can be ended from now on. */
  synchronized void enter(ClientId client, SessionServer session) {
    clients.put(client, session);
  }

  /** It has ended. */
  synchronized void exit(ClientId client, SessionServer session) {
    clients.remove(client, session);
    notifyAll();
  }

  /** Runs a session on this thread until it ends. */
  void run(Handshake.Accepted accepted) {
    ProcessIdentity process = accepted.process();
    long number = accepted.number();
    SessionServer session = accepted.session();
    synchronized (this) {
      members.computeIfAbsent(process, p -> new Member()).sessions.put(number, session);
      if (leaving) {
        session.leave();
      }
    }
    try {
      session.run();
    } finally {
      synchronized (this) {
        Member member = members.get(process);
        member.sessions.remove(number);
        exit(accepted.client(), session);
        forgetIfGone(process, member);
        notifyAll();
      }
    }
  }

  private void forgetIfGone(ProcessIdentity process, Member member) {
    if (member.gone()) {
      members.remove(process);
    }
  }

  /** The session of a process with a number, or null. */
  synchronized SessionServer session(ProcessIdentity process, long number) {
    Member member = members.get(process);
    return member == null ? null : member.sessions.get(number);
  }

  /** What everybody does who has joined. */
  synchronized List<MemberStatus> status() {
    List<MemberStatus> all = new ArrayList<>();
    members.forEach((process, member) -> all.add(new MemberStatus(process, member.status())));
    all.sort(Comparator.comparingLong(member -> member.process().pid()));
    return all;
  }

  /** Whether any process has joined. */
  synchronized boolean any() {
    return !members.isEmpty();
  }

  /** Whether the host takes no new sessions. */
  synchronized boolean leaving() {
    return leaving;
  }

  /** Wakes who waits for sessions to leave. */
  synchronized void sessionLeft() {
    notifyAll();
  }

  /** Lets all sessions leave; those that have not when the time is over are cut off. */
  void leave(Duration limit) {
    List<SessionServer> staying;
    synchronized (this) {
      leaving = true;
      await(limit, () -> askToLeave().isEmpty());
      staying = askToLeave();
    }
    staying.forEach(SessionServer::abort);
  }

  private List<SessionServer> askToLeave() {
    List<SessionServer> staying = new ArrayList<>();
    for (Member member : members.values()) {
      for (SessionServer session : member.sessions.values()) {
        if (!session.leave()) {
          staying.add(session);
        }
      }
    }
    return staying;
  }

  /** Cuts everybody off, and waits until no session uses the engine any more. */
  void close(Duration limit) {
    List<SessionServer> all = new ArrayList<>();
    List<FrameChannel> controls = new ArrayList<>();
    synchronized (this) {
      leaving = true;
      for (Member member : members.values()) {
        all.addAll(member.sessions.values());
        controls.addAll(member.controls.keySet());
      }
    }
    all.forEach(SessionServer::abort);
    awaitNoSessions(limit);
    for (FrameChannel control : controls) {
      try {
        control.close();
      } catch (IOException e) {
        LOG.debug("A control connection could not be closed: {}", e.toString());
      }
    }
  }

  private synchronized void awaitNoSessions(Duration limit) {
    await(limit, () -> members.values().stream().allMatch(member -> member.sessions.isEmpty()));
  }

  // Within the monitor; asks again each time a session has left or ended, and gives up when the
  // time is over or the thread is interrupted.
  private void await(Duration limit, BooleanSupplier reached) {
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      while (!reached.getAsBoolean() && deadline - System.nanoTime() > 0) {
        wait(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
