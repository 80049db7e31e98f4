package dev.bolt.doctor;

import dev.bolt.DatabaseId;
import dev.bolt.election.Sidecar;
import dev.bolt.gate.GateState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What keeps a database from being shared as well as it could be. Confined to one thread. */
final class Conditions {

  /** File systems whose locks or shared memory end at the machine, or are not to be relied on. */
  private static final Set<String> REMOTE =
      Set.of(
          "nfs",
          "nfs4",
          "cifs",
          "smb2",
          "smb3",
          "smbfs",
          "9p",
          "afs",
          "ceph",
          "glusterfs",
          "lustre",
          "fuse.sshfs",
          "fuse.glusterfs",
          "fuse.rclone",
          "fuse.s3fs",
          "virtiofs");

  private final DatabaseId database;
  private final List<String> found = new ArrayList<>();
  private final Optional<Sidecar> sidecar;

  Conditions(DatabaseId database) {
    this.database = database;
    sidecar = findSidecar();
  }

  private Optional<Sidecar> findSidecar() {
    Path folder = database.sidecar();
    try {
      if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)
          && !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        add(folder + " is in the way: it is not a folder, so nobody can share the file");
        return Optional.empty();
      }
      Optional<Sidecar> existing = Sidecar.existing(database);
      if (existing.isPresent() && !existing.get().isOwn()) {
        add(
            "It is shared by the processes of Unix user "
                + existing.get().owner().getName()
                + ", and this process runs as another one");
      }
      return existing;
    } catch (IOException e) {
      add(folder + " cannot be looked at: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** The folder beside the file, if there is one. */
  Optional<Sidecar> sidecar() {
    return sidecar;
  }

  /** Adds one, as a sentence without a full stop. */
  void add(String condition) {
    found.add(condition);
  }

  /** Whether this process may only read the file. */
  boolean isReadOnly() {
    return !Files.isWritable(database.file())
        || sidecar.isEmpty() && !Files.isWritable(database.file().getParent());
  }

  /** The kind of the file system; empty where the system does not tell. */
  String fileSystem() {
    try {
      return Files.getFileStore(database.file()).type();
    } catch (IOException e) {
      // The file has just been removed.
      return "";
    }
  }

  /** All that there are. */
  List<String> degraded(Optional<HostInfo> host, Optional<WritersInfo> writers) {
    String fileSystem = fileSystem().toLowerCase(Locale.ROOT);
    if (REMOTE.contains(fileSystem)) {
      add(
          "The file is on a network file system ("
              + fileSystem
              + "), where locks and shared memory may not reach other machines; bolt test tells"
              + " whether they work on this one");
    }
    if (isReadOnly()) {
      add(readOnlyReason());
    } else if (sidecar.isPresent() && !Files.isWritable(sidecar.get().folder())) {
      add(sidecar.get().folder() + " cannot be written, so this process cannot join or host");
    }
    host.flatMap(HostInfo::published).ifPresent(this::addSocket);
    writers.map(WritersInfo::gate).ifPresent(this::addGate);
    return found;
  }

  private String readOnlyReason() {
    return Files.isWritable(database.file())
        ? "The folder of the file cannot be written, so nothing can be kept beside the file"
        : "The file cannot be written by this process";
  }

  private void addSocket(HostInfo.Published host) {
    if (host.socket().isEmpty()) {
      add("The host could have no socket, so that no other process can join it");
    } else if (!database.sidecar().equals(host.socket().get().getParent())) {
      add(
          "The path of the file is too long for a socket beside it, which is therefore at "
              + host.socket().get());
    }
  }

  private void addGate(GateState.Condition gate) {
    if (gate == GateState.Condition.DAMAGED) {
      add("The order of writers is damaged; it is mended by the next process that opens the file");
    } else if (gate == GateState.Condition.OF_ANOTHER_VERSION) {
      add("The order of writers is of another version of Bolt: use the same version everywhere");
    }
  }
}
