package dev.bolt.session;

import dev.bolt.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How sessions are closed that may be in use. Immutable.
 *
 * @param code the failure of later calls, and of those that are cancelled
 * @param reason what these are told, after the name of the session
 * @param patience how long what is under way may take before it is cancelled
 * @param grace how long to wait then until it has ended
 */
record Ending(ErrorCode code, String reason, Duration patience, Duration grace) {

  /** How long a cancelled statement may take to end, of which the engines need milliseconds. */
  static final Duration GRACE = Duration.ofSeconds(1);

  /**
   * Closes sessions: new calls are refused at once, in all of them.
   *
   * @return how many were open
   */
  int of(List<DatabaseSession> sessions) {
    List<DatabaseSession> ended = new ArrayList<>(sessions);
    ended.removeIf(session -> !session.refuse(this));
    List<DatabaseSession> busy = busyAfter(patience, ended);
    busy.forEach(session -> session.stop(this));
    busy.removeIf(DatabaseSession::isStopped);
    busyAfter(grace, busy);
    ended.forEach(DatabaseSession::release);
    return ended.size();
  }

  private static List<DatabaseSession> busyAfter(Duration limit, List<DatabaseSession> sessions) {
    long end = System.nanoTime() + limit.toNanos();
    List<DatabaseSession> busy = new ArrayList<>();
    for (DatabaseSession session : sessions) {
      if (!session.awaitFree(Duration.ofNanos(Math.max(0, end - System.nanoTime())))) {
        busy.add(session);
      }
    }
    return busy;
  }
}
