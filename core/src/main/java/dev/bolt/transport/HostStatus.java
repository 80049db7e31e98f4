package dev.bolt.transport;

import java.time.Duration;
import java.util.List;

/**
 * What a host tells of itself and of those who joined it. Immutable.
 *
 * @param hosting for how long it has been the host
 * @param leaving whether it is handing over
 * @param ownSessions how many sessions its own process has
 * @param members the processes that joined
 */
public record HostStatus(
    Duration hosting, boolean leaving, int ownSessions, List<MemberStatus> members) {

  public HostStatus {
    members = List.copyOf(members);
  }
}
