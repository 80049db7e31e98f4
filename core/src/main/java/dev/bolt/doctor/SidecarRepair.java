package dev.bolt.doctor;

import dev.bolt.DatabaseId;
import dev.bolt.doctor.Finding.Deed;
import dev.bolt.election.HostRecord;
import dev.bolt.election.Sidecar;
import dev.bolt.gate.GateState;
import dev.bolt.sync.SyncState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Removes what nobody needs from the folder beside a database.
 *
 * <p>Each thing is removed only while the kernel lock is held that its user would hold: then nobody
 * uses it, and who comes meanwhile waits or finds it gone. What those who come later need stays:
 * the record of a host that died has the settings of the database, and the file of a client that
 * died tells the next host to forget it. Used once, by one thread.
 */
final class SidecarRepair {

  /** The files whose kernel locks those have who use the folder. */
  private static final Pattern LOCK =
      Pattern.compile(
          "host\\.lock|release\\.lock|wal\\.lock|loader\\.lock|gate\\.lock|sync\\.lock|gate-[0-9]+"
              + "|client-[0-9a-f]+");

  private static final Pattern GATE_SLOT = Pattern.compile("gate-[0-9]+");
  private static final Pattern CLIENT = Pattern.compile("client-[0-9a-f]+");
  private static final Pattern TRIAL_SOCKET = Pattern.compile("t-[0-9a-f]{8}");
  private static final Pattern INDEX = Pattern.compile("similarity-\\w+");
  private static final int TRIAL_SOCKET_PREFIX = 2;

  /** What only those use who have one of the locks. */
  private static final Set<String> MAPPED = Set.of("gate", "sync");

  private final DatabaseId database;
  private final Sidecar sidecar;
  private final boolean rehearsal;
  private final boolean inUse;
  private final HeldLocks locks;
  private final List<Finding> findings = new ArrayList<>();
  private boolean needed;

  private SidecarRepair(
      DatabaseId database, Sidecar sidecar, boolean rehearsal, boolean inUse, HeldLocks locks) {
    this.database = database;
    this.sidecar = sidecar;
    this.rehearsal = rehearsal;
    this.inUse = inUse;
    this.locks = locks;
  }

  /** Whether a folder has anything in it that a process leaves that uses a database. */
  static boolean isSidecar(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, SidecarRepair::isOfAUser)) {
      return files.iterator().hasNext();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static boolean isOfAUser(Path file) {
    String name = file.getFileName().toString();
    return name.equals("host") || MAPPED.contains(name) || LOCK.matcher(name).matches();
  }

  /**
   * Repairs a folder.
   *
   * @param rehearsal whether to tell only what would be done
   * @param inUse whether somebody has the database open
   * @return what was found
   */
  static List<Finding> of(DatabaseId database, Sidecar sidecar, boolean rehearsal, boolean inUse) {
    try (HeldLocks locks = new HeldLocks(rehearsal)) {
      SidecarRepair repair = new SidecarRepair(database, sidecar, rehearsal, inUse, locks);
      try {
        repair.run();
      } catch (NoSuchFileException e) {
        // Somebody else removes it too.
        return repair.findings;
      } catch (IOException e) {
        repair.add(sidecar.folder(), "the folder beside the database", Deed.FAILED, Reasons.of(e));
      }
      return repair.findings;
    } catch (IOException e) {
      throw new UncheckedIOException("A lock cannot be let go", e);
    }
  }

  private void run() throws IOException {
    if (!sidecar.isOwn()) {
      keep(
          sidecar.folder(),
          "the folder of another user",
          "it belongs to " + sidecar.owner().getName() + "; run this command as that user");
      return;
    }
    host();
    drafts();
    trialSockets();
    clients();
    gate();
    syncs();
    indexes();
    if (mayRemoveFolder()) {
      removeFolder();
    } else {
      removeSlots();
    }
  }

  private boolean isGone() {
    return !Files.exists(database.file());
  }

  private void host() throws IOException {
    Path file = sidecar.recordFile();
    if (sidecar.sockets().isEmpty() && !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (inUse || !locks.hold(sidecar.hostLock())) {
      needed = true;
      if (sidecar.readRecord().isEmpty() && Files.exists(file)) {
        keep(file, "a record of the host that is rubbish", "the host lives and writes it again");
      }
      return;
    }
    // Only now: there may have been another host since.
    Optional<HostRecord> record = sidecar.readRecord();
    List<Path> sockets = sidecar.sockets();
    String proof = "nobody has the lock of a host, and nobody has the database open";
    for (Path socket : sockets) {
      remove(socket, "the socket of a host that is gone", proof);
    }
    if (!Files.isReadable(file) && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      needed = true;
      add(file, "a record that cannot be read", Deed.FAILED, "no permission");
    } else if (record.isPresent() && !isGone()) {
      needed = true;
      keep(
          file,
          "the record of the last host, PID " + record.get().host().pid() + ", which is gone",
          "the next host takes its number and settings from it");
    } else if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      remove(file, record.isPresent() ? "the record of a host" : "a record that is rubbish", proof);
    }
  }

  private void drafts() throws IOException {
    draft("host.new", sidecar.hostLock());
    draft("gate.new", sidecar.folder().resolve("gate.lock"));
    draft("sync.new", sidecar.folder().resolve("sync.lock"));
  }

  private void draft(String name, Path lock) throws IOException {
    Path file = sidecar.folder().resolve(name);
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && locks.hold(lock)) {
      remove(file, "a file that was not finished", "nobody has the lock " + lock.getFileName());
    }
  }

  private void gate() throws IOException {
    boolean allFree = true;
    for (Path slot : named(GATE_SLOT)) {
      allFree &= locks.hold(slot);
    }
    needed |= !allFree;
    if (GateState.look(sidecar.folder()).condition() != GateState.Condition.DAMAGED) {
      return;
    }
    Path file = GateState.file(sidecar.folder());
    String what = "the order of writers, which is damaged";
    if (allFree
        && locks.hold(sidecar.loaderLock())
        && locks.hold(sidecar.folder().resolve("gate.lock"))) {
      remove(file, what, "no process has a place in it");
    } else {
      keep(file, what, "processes use it; the next one that opens the database mends it");
    }
  }

  private void syncs() throws IOException {
    if (!SyncState.isDamaged(sidecar.folder())) {
      return;
    }
    Path file = SyncState.file(sidecar.folder());
    String what = "the counters of syncs, which are damaged";
    if (locks.hold(sidecar.folder().resolve("sync.lock"))) {
      remove(file, what, "nobody has their lock");
    } else {
      keep(file, what, "processes use them, and those sync by themselves");
    }
  }

  private void indexes() throws IOException {
    for (Path index : named(INDEX)) {
      needed = true;
      keep(
          index,
          "an index of vectors",
          "searches use it; delete it by hand where there will be none, since it can be built anew");
    }
  }

  private void clients() throws IOException {
    for (Path client : named(CLIENT)) {
      if (!locks.hold(client)) {
        needed = true;
      } else if (!isGone()) {
        needed = true;
        keep(
            client,
            "the lock of a process that is gone",
            "it tells the next host to forget what that process might have asked, and goes then");
      }
    }
  }

  // A test removes its socket before its folder.
  private void trialSockets() throws IOException {
    for (Path socket : named(TRIAL_SOCKET)) {
      String token = socket.getFileName().toString().substring(TRIAL_SOCKET_PREFIX);
      if (TrialFolder.exists(database.file(), token)) {
        needed = true;
      } else {
        remove(socket, "the socket of a test", "the folder of that test is gone");
      }
    }
  }

  /** Whether all locks in the folder are held here, so that nobody uses anything in it. */
  private boolean mayRemoveFolder() throws IOException {
    if (inUse || needed) {
      return false;
    }
    for (Path file : files()) {
      String name = file.getFileName().toString();
      boolean lock = LOCK.matcher(name).matches();
      if (lock && !locks.hold(file)) {
        return false;
      }
      if (!lock && !MAPPED.contains(name) && !isFound(file)) {
        keep(file, "a file that this version of Bolt does not know", "it may be somebody's");
        return false;
      }
    }
    // In this order: where the second is missing it is made, and tells the engine if it stays.
    return locks.hold(sidecar.loaderLock()) && locks.hold(sidecar.hostLock());
  }

  private void removeFolder() throws IOException {
    String what = "the folder of a database that " + (isGone() ? "is gone" : "nobody uses");
    String proof = "all locks in it could be taken, and nobody has the database open";
    if (rehearsal) {
      add(sidecar.folder(), what, Deed.WOULD_REMOVE, proof);
      return;
    }
    for (Path file : files()) {
      if (LOCK.matcher(file.getFileName().toString()).matches()) {
        locks.delete(file);
      } else {
        Files.deleteIfExists(file);
      }
    }
    try {
      Files.deleteIfExists(sidecar.folder());
      add(sidecar.folder(), what, Deed.REMOVED, proof);
    } catch (DirectoryNotEmptyException e) {
      add(sidecar.folder(), what, Deed.KEPT, "somebody has just begun to use it");
    }
  }

  private void removeSlots() throws IOException {
    for (Path slot : named(GATE_SLOT)) {
      if (locks.hold(slot)) {
        if (!rehearsal) {
          locks.delete(slot);
        }
        add(
            slot,
            "the place of a process that is gone",
            rehearsal ? Deed.WOULD_REMOVE : Deed.REMOVED,
            "its lock could be taken");
      }
    }
  }

  private boolean isFound(Path file) {
    return findings.stream().anyMatch(finding -> finding.file().equals(file));
  }

  private void remove(Path file, String what, String proof) {
    if (rehearsal) {
      add(file, what, Deed.WOULD_REMOVE, proof);
      return;
    }
    try {
      Files.deleteIfExists(file);
      add(file, what, Deed.REMOVED, proof);
    } catch (IOException e) {
      needed = true;
      add(file, what, Deed.FAILED, Reasons.of(e));
    }
  }

  private void keep(Path file, String what, String reason) {
    add(file, what, Deed.KEPT, reason);
  }

  private void add(Path file, String what, Deed deed, String reason) {
    findings.add(new Finding(file, what, deed, reason));
  }

  private SortedSet<Path> named(Pattern pattern) throws IOException {
    SortedSet<Path> named = files();
    named.removeIf(file -> !pattern.matcher(file.getFileName().toString()).matches());
    return named;
  }

  private SortedSet<Path> files() throws IOException {
    SortedSet<Path> files = new TreeSet<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(sidecar.folder())) {
      all.forEach(files::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    } catch (NoSuchFileException e) {
      // Somebody else has just removed the folder.
      return files;
    }
    return files;
  }
}
