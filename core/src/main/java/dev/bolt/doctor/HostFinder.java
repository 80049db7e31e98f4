package dev.bolt.doctor;

import dev.bolt.client.HostAnswer;
import dev.bolt.client.HostAnswer.State;
import dev.bolt.client.HostQuestion;
import dev.bolt.election.HostRecord;
import dev.bolt.election.Sidecar;
import dev.bolt.os.KernelLocks;
import dev.bolt.os.ProcessInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Finds the host of a database.
 *
 * <p>The kernel lock makes a process the host, and the record says how to reach it. A record whose
 * process has neither that lock nor the file is of a host that is gone. Immutable.
 *
 * @param sidecar the folder beside the database
 * @param use who has the file open
 */
record HostFinder(Sidecar sidecar, FileUse use) {

  /** A host that is not busy answers in a millisecond. */
  private static final Duration PATIENCE = Duration.ofMillis(250);

  /** The host; empty when nobody is. */
  Optional<HostInfo> find() {
    List<Long> holders = KernelLocks.holders(sidecar.hostLock());
    Optional<HostRecord> record = sidecar.readRecord().filter(found -> mayLive(found, holders));
    if (record.isPresent()) {
      HostAnswer answer = HostQuestion.ask(record.get(), PATIENCE);
      boolean gone = answer.state() == State.UNREACHABLE && !record.get().host().visible();
      return gone ? Optional.empty() : Optional.of(info(record.get(), answer));
    }
    return holders.stream().findFirst().map(HostFinder::withoutRecord);
  }

  private boolean mayLive(HostRecord record, List<Long> holders) {
    if (record.host().isDead()) {
      return false;
    }
    long pid = record.host().pid();
    return !record.host().visible() || holders.contains(pid) || use.locked().contains(pid);
  }

  private static HostInfo info(HostRecord record, HostAnswer answer) {
    return new HostInfo(
        Processes.info(record.host()), Optional.of(HostInfo.Published.of(record)), answer);
  }

  private static HostInfo withoutRecord(long pid) {
    ProcessInfo process = ProcessInfo.of(pid);
    String detail =
        process.stopped()
            ? "it is stopped (SIGSTOP or a debugger); resume it with kill -CONT " + pid
            : "it has no record: it opens the file, waits for a program that has it, or lets it go";
    State state = process.stopped() ? State.STOPPED : State.UNREACHABLE;
    return new HostInfo(process, Optional.empty(), new HostAnswer(state, Optional.empty(), detail));
  }
}
