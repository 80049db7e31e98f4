package dev.bolt.health;

import dev.bolt.os.ProcessIdentity;
import dev.bolt.os.ProcessInfo;

/** What to call a process in a reason. Stateless. */
final class Names {

  private Names() {}

  static String of(ProcessInfo process) {
    return process.pid() == ProcessIdentity.self().pid()
        ? "this process, PID " + process.pid()
        : process.describe();
  }

  /** How to have a process that is stopped go on, or how to end one that is not. */
  static String wayOut(ProcessInfo process) {
    return process.stopped()
        ? "Resume it with kill -CONT " + process.pid() + ", or end it with kill -9 " + process.pid()
        : "End that transaction, or the process with kill " + process.pid();
  }
}
