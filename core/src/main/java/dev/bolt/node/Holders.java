package dev.bolt.node;

import dev.bolt.DatabaseId;
import dev.bolt.ErrorCode;
import dev.bolt.config.Options;
import dev.bolt.election.Sidecar;
import dev.bolt.os.KernelLocks;
import dev.bolt.os.ProcessIdentity;
import dev.bolt.os.ProcessInfo;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Who keeps a database from this process, for the message when waiting was in vain. Files are only
 * looked up by name, never opened.
 *
 * @param waited how long it was waited for
 */
record Holders(DatabaseId database, Options options, Duration waited) {

  Holders(DatabaseId database, Options options) {
    this(database, options, options.lockTimeout());
  }

  /** An error that names them and the next step. */
  SQLException timeout() {
    return ErrorCode.LOCK_TIMEOUT.exception(
        reason() + " (waited " + waited.toMillis() / 1000.0 + " s)");
  }

  private String reason() {
    List<Long> releasing = locked(Sidecar.releaseLock(database));
    if (!releasing.isEmpty()) {
      return database
          + " has been released to a program outside Bolt by "
          + describe(releasing)
          + ". It can be shared again when that command ends";
    }
    List<Long> hosts = locked(Sidecar.hostLock(database));
    List<Long> outside = new ArrayList<>(KernelLocks.holders(database.file()));
    outside.removeAll(hosts);
    if (!outside.isEmpty()) {
      return database
          + " is held by "
          + describe(outside)
          + ", which does not share it through Bolt. End that program or let it use jdbc:bolt:, or"
          + " raise lockTimeout";
    }
    hosts.remove(ProcessIdentity.self().pid());
    return hosts.isEmpty()
        ? nobody()
        : database + " is hosted by " + describe(hosts) + ", which cannot be joined now";
  }

  private String nobody() {
    return options.mayHost()
        ? "No host of " + database + " could be reached or elected"
        : "No process hosts " + database + ", and this one is not to be its host (host=never)";
  }

  private static List<Long> locked(Path lock) {
    return new ArrayList<>(KernelLocks.holders(lock));
  }

  private static String describe(List<Long> pids) {
    return pids.stream()
        .map(pid -> ProcessInfo.of(pid).describe())
        .collect(Collectors.joining("; "));
  }
}
