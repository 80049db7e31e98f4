package dev.bolt.lock;

import dev.bolt.os.ProcessIdentity;
import dev.bolt.os.ProcessInfo;
import java.time.Instant;

/**
 * Somebody who holds or awaits a lock, as of one moment. Immutable.
 *
 * @param name the name of the lock
 * @param mode how it is held or wanted
 * @param process the process, as it has written itself
 * @param owner what to call the owner: "thread main", or the name of an owner of its own
 * @param since since when he holds or waits
 * @param fencingToken the token of a holder; 0 of a waiter
 */
public record LockEntry(
    String name,
    LockMode mode,
    ProcessIdentity process,
    String owner,
    Instant since,
    long fencingToken) {

  /** The number of the process, in its own PID namespace. */
  public long pid() {
    return process.pid();
  }

  /** The command of the process, shortened; empty where unknown. */
  public String command() {
    return process.visible() ? ProcessInfo.of(process.pid()).command() : "";
  }

  /** Whether the process is known to be stopped (SIGSTOP, a debugger). */
  public boolean stopped() {
    return process.isStopped();
  }

  /** Who it is, for a message: PID, command, state, owner, mode and since when. */
  public String describe() {
    return process.describe() + ", " + owner + ", " + mode.word() + " since " + since;
  }
}
