package dev.bolt.doctor;

import dev.bolt.os.ProcessInfo;
import dev.bolt.transport.SessionStatus;
import java.util.List;

/**
 * A process that uses a database through Bolt. Immutable.
 *
 * @param process the process
 * @param sessions what its sessions do; empty where there is no host that answers
 */
public record MemberInfo(ProcessInfo process, List<SessionStatus> sessions) {

  public MemberInfo {
    sessions = List.copyOf(sessions);
  }
}
