package dev.bolt.os;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What can be said of a process in a message.
 *
 * @param pid its number
 * @param command its command line, shortened; empty where unknown
 * @param since when it started
 * @param stopped whether it is stopped (SIGSTOP, a debugger) and so cannot answer
 */
public record ProcessInfo(long pid, String command, Optional<Instant> since, boolean stopped) {

  private static final int COMMAND_LENGTH = 120;

  /** What the system knows of a process now. */
  public static ProcessInfo of(long pid) {
    Optional<ProcessHandle.Info> info = ProcessHandle.of(pid).map(ProcessHandle::info);
    String command = info.flatMap(i -> i.commandLine().or(i::command)).orElse("");
    if (command.length() > COMMAND_LENGTH) {
      command = command.substring(0, COMMAND_LENGTH) + "…";
    }
    boolean stopped = ProcessIdentity.isStopped(ProcessIdentity.statFields(pid));
    return new ProcessInfo(pid, command, info.flatMap(ProcessHandle.Info::startInstant), stopped);
  }

  /** PID, command, since when it runs, and that it is stopped if it is. */
  public String describe() {
    StringBuilder text = new StringBuilder("PID ").append(pid);
    if (!command.isEmpty()) {
      text.append(" (").append(command).append(')');
    }
    since.ifPresent(
        start -> text.append(", running for ").append(age(Duration.between(start, Instant.now()))));
    if (stopped) {
      text.append(", which is stopped (SIGSTOP or a debugger; resume it with kill -CONT ")
          .append(pid)
          .append(')');
    }
    return text.toString();
  }

  private static String age(Duration age) {
    long seconds = Math.max(0, age.toSeconds());
    if (seconds < 120) {
      return seconds + " s";
    }
    return seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
  }
}
