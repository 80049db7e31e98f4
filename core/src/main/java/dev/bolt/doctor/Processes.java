package dev.bolt.doctor;

import dev.bolt.os.ProcessIdentity;
import dev.bolt.os.ProcessInfo;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What is shown of processes. Stateless. */
final class Processes {

  private Processes() {}

  static List<ProcessInfo> info(Collection<Long> pids) {
    return pids.stream().map(ProcessInfo::of).toList();
  }

  /** Of a process that has said who it is; its number may mean nothing here. */
  static ProcessInfo info(ProcessIdentity process) {
    return process.visible()
        ? ProcessInfo.of(process.pid())
        : new ProcessInfo(process.pid(), "of another PID namespace", Optional.empty(), false);
  }
}
