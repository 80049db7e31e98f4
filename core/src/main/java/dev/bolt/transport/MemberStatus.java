package dev.bolt.transport;

import dev.bolt.os.ProcessIdentity;
import java.util.List;

/**
 * A process that has joined a host. Immutable.
 *
 * @param process the process, as it has introduced itself
 * @param sessions its sessions, in the order in which they were opened
 */
public record MemberStatus(ProcessIdentity process, List<SessionStatus> sessions) {

  public MemberStatus {
    sessions = List.copyOf(sessions);
  }
}
