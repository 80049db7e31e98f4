package dev.bolt.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A process, told apart from one that got its number later or lives in another PID namespace.
 *
 * @param pid the process id, in the namespace of the process itself
 * @param startTime clock ticks between the boot and the start of the process; 0 where unknown
 * @param namespace the inode of its PID namespace; 0 where unknown
 */
public record ProcessIdentity(long pid, long startTime, long namespace) {

  private static final ProcessIdentity SELF = read(ProcessHandle.current().pid());

  /** This process. */
  public static ProcessIdentity self() {
    return SELF;
  }

  /** The process that has a number now. */
  public static ProcessIdentity read(long pid) {
    return new ProcessIdentity(pid, readStartTime(pid), readNamespace(pid));
  }

  /**
   * Whether the process is in the PID namespace of this one, so that its number means something.
   */
  public boolean visible() {
    return namespace == SELF.namespace;
  }

  /** Whether the process is known to be gone: its number is free or belongs to a later process. */
  public boolean isDead() {
    if (!visible()) {
      return false;
    }
    if (ProcessHandle.of(pid).isEmpty()) {
      return true;
    }
    long now = readStartTime(pid);
    return startTime != 0 && now != 0 && now != startTime;
  }

  /** Whether the process is known to be stopped (SIGSTOP, a debugger), and so cannot go on. */
  public boolean isStopped() {
    return visible() && isStopped(statFields(pid)) && !isDead();
  }

  /** Whether the fields of a stat file say that the process is stopped. */
  static boolean isStopped(String[] stat) {
    return stat.length > 0 && ("T".equals(stat[0]) || "t".equals(stat[0]));
  }

  /** What to call the process in a message: its number, command and state. */
  public String describe() {
    if (!visible()) {
      return "PID " + pid + " of another PID namespace";
    }
    ProcessInfo info = ProcessInfo.of(pid);
    return isDead() ? "PID " + pid + ", which is dead" : info.describe();
  }

  private static long readStartTime(long pid) {
    String[] fields = statFields(pid);
    // proc_pid_stat(5): field 22 is starttime; the fields here begin with field 3.
    return fields.length > 19 ? Long.parseLong(fields[19]) : 0;
  }

  /** The fields of /proc/PID/stat after the command, which may itself hold spaces and brackets. */
  static String[] statFields(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      int afterCommand = stat.lastIndexOf(')');
      return stat.substring(afterCommand + 2).trim().split(" ");
    } catch (IOException | IndexOutOfBoundsException e) {
      // The process is gone, or there is no /proc: unknown.
      return new String[0];
    }
  }

  private static long readNamespace(long pid) {
    try {
      String link =
          Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "ns/pid")).toString();
      return Long.parseLong(link.substring(link.indexOf('[') + 1, link.indexOf(']')));
    } catch (IOException | IndexOutOfBoundsException | UnsupportedOperationException e) {
      // Gone, another user's, or no /proc: unknown.
      return 0;
    }
  }
}
