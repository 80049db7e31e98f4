package dev.bolt.node;

import dev.bolt.DatabaseId;
import dev.bolt.ErrorCode;
import dev.bolt.config.Options;
import dev.bolt.election.Sidecar;
import dev.bolt.os.HardLinks;
import dev.bolt.os.KernelLocks;
import dev.bolt.os.ProcessIdentity;
import dev.bolt.os.ProcessInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
      return hiddenFor().map(user -> hosted(outside, user)).orElseGet(() -> held(outside));
    }
    hosts.remove(ProcessIdentity.self().pid());
    return hosts.isEmpty()
        ? nobody()
        : database + " is hosted by " + describe(hosts) + ", which cannot be joined now";
  }

  private String held(List<Long> outside) {
    for (long pid : outside) {
      Optional<Path> name = HardLinks.otherName(database.file(), pid);
      if (name.isPresent()) {
        return database
            + " is a hard link to a file that "
            + describe(List.of(pid))
            + " has open as "
            + name.get()
            + ". Open it by that name too: a database is shared by its processes only under names in"
            + " one folder";
      }
    }
    return database
        + " is held by "
        + describe(outside)
        + ", which does not share it through Bolt. End that program or let it use jdbc:bolt:, or"
        + " raise lockTimeout";
  }

  private String hosted(List<Long> host, String user) {
    return database
        + " is hosted by "
        + describe(host)
        + " for the processes of Unix user "
        + user
        + "; this process runs as "
        + System.getProperty("user.name")
        + ". Run as the same user";
  }

  /** The user whose sidecar this process cannot look into. */
  private Optional<String> hiddenFor() {
    Path sidecar = database.sidecar();
    try {
      return Files.isDirectory(sidecar) && !Files.isExecutable(sidecar)
          ? Optional.of(Files.getOwner(sidecar).getName())
          : Optional.empty();
    } catch (IOException e) {
      // It has just been removed, so nobody hides behind it.
      return Optional.empty();
    }
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
