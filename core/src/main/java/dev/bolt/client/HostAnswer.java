package dev.bolt.client;

import dev.bolt.transport.HostStatus;
import java.util.Optional;

/**
 * What came of a question to a host. Immutable.
 *
 * @param state whether it answered
 * @param status its answer, if it did
 * @param detail what is known when it did not, in words; else empty
 */
public record HostAnswer(State state, Optional<HostStatus> status, String detail) {

  /** How a host can take a question. */
  public enum State {
    /** It has answered. */
    ANSWERS,
    /** It lives and does not answer in time: it is busy, or hangs. */
    SILENT,
    /** It is stopped (SIGSTOP, a debugger), so that it was not even asked. */
    STOPPED,
    /** It is handing over. */
    LEAVING,
    /** It is of a version of Bolt that does not know the question. */
    OLDER,
    /** It refuses this process: another user, another version of the protocol. */
    REFUSES,
    /** Nobody listens where it should. */
    UNREACHABLE
  }

  static HostAnswer of(HostStatus status) {
    return new HostAnswer(State.ANSWERS, Optional.of(status), "");
  }

  static HostAnswer none(State state, String detail) {
    return new HostAnswer(state, Optional.empty(), detail);
  }
}
