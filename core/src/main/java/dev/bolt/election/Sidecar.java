package dev.bolt.election;

import dev.bolt.DatabaseId;
import dev.bolt.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The folder beside a database that holds what sharing it needs.
 *
 * <pre>
 *   analytics.db.bolt/        mode 0700: one Unix user
 *   ├── host.lock             kernel lock of the host; no content
 *   ├── release.lock          kernel lock of who asked the host to let the file go; no content
 *   ├── wal.lock, loader.lock kernel locks of those who open a SQLite file; no content
 *   ├── client-…              kernel locks of processes that joined a host; no content
 *   ├── gate, gate-…, .lock   the order of those who write to a SQLite file, and its kernel locks
 *   ├── locks, locks-…, .lock the locks of users and who waits for them, and its kernel locks
 *   ├── cache, cache.lock     versions of what is cached, and the kernel lock of who writes it anew
 *   ├── sync, sync.lock       the counters of those who share a sync, and their kernel lock
 *   ├── similarity-…          an index of a table of vectors
 *   ├── host                  the {@link HostRecord}, replaced by rename; mode 0600
 *   └── s-0123abcd            the host's socket, unless its path is too long for one
 * </pre>
 *
 * <p>Deleting it while nobody is connected is always safe. Immutable.
 */
public final class Sidecar {

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");
  private static final FileAttribute<Set<PosixFilePermission>> FOLDER_MODE =
      PosixFilePermissions.asFileAttribute(OWNER_ONLY);
  private static final FileAttribute<Set<PosixFilePermission>> FILE_MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /** sun_path of sockaddr_un holds 108 bytes on Linux and 104 on macOS, with a final zero. */
  private static final int MAX_SOCKET_PATH_BYTES = 103;

  /** A pattern of the names of {@link #clientLock}. */
  public static final String CLIENT_LOCKS = "client-*";

  /** How often a folder is created again that is removed at the same time. */
  private static final int ATTEMPTS = 10;

  private static final String HOST_LOCK = "host.lock";
  private static final String RELEASE_LOCK = "release.lock";
  private static final String SOCKET = "s-";
  private static final String TRIAL_SOCKET = "t-";
  private static final int SOCKET_TOKEN_DIGITS = 8;

  private final Path folder;
  private final UserPrincipal owner;

  private Sidecar(Path folder, UserPrincipal owner) {
    this.folder = folder;
    this.owner = owner;
  }

  /**
   * The sidecar of a database, created if it is missing.
   *
   * @throws IOException when it cannot be created, such as on read-only media
   * @throws SQLException with SQLState 28000 when it belongs to another user
   */
  public static Sidecar open(DatabaseId database) throws IOException, SQLException {
    Path folder = database.sidecar();
    try {
      Files.createDirectory(folder, FOLDER_MODE);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        throw ErrorCode.CANNOT_OPEN.exception(
            folder + " is in the way: it is not a folder. Move it away; Bolt keeps its files there",
            e);
      }
    }
    UserPrincipal owner = Files.getOwner(folder);
    UserPrincipal self = self();
    if (!owner.equals(self)) {
      throw ErrorCode.NOT_AUTHORIZED.exception(
          "The database is shared by the processes of Unix user "
              + owner.getName()
              + "; this process runs as "
              + self.getName()
              + ". Run as the same user, or delete "
              + folder
              + " when nobody is connected");
    }
    if (!Files.getPosixFilePermissions(folder).equals(OWNER_ONLY)) {
      Files.setPosixFilePermissions(folder, OWNER_ONLY);
    }
    return new Sidecar(folder, owner);
  }

  /**
   * The sidecar of a database, if there is one; nothing is created or changed.
   *
   * @throws IOException when it cannot be looked at
   */
  public static Optional<Sidecar> existing(DatabaseId database) throws IOException {
    Path folder = database.sidecar();
    return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        ? Optional.of(new Sidecar(folder, Files.getOwner(folder)))
        : Optional.empty();
  }

  /** Whether the folder belongs to the Unix user as whom this process runs. */
  public boolean isOwn() throws IOException {
    return owner.equals(self());
  }

  /** The Unix user as whom this process runs. */
  static UserPrincipal self() throws IOException {
    Path probe = Path.of("/proc/self");
    if (Files.exists(probe)) {
      return Files.getOwner(probe);
    }
    return probe
        .getFileSystem()
        .getUserPrincipalLookupService()
        .lookupPrincipalByName(System.getProperty("user.name"));
  }

  /** The folder. */
  public Path folder() {
    return folder;
  }

  /** The Unix user to whom the folder, and so the database, belongs. */
  public UserPrincipal owner() {
    return owner;
  }

  /** The file whose kernel lock makes a process the host. */
  public Path hostLock() {
    return folder.resolve(HOST_LOCK);
  }

  /** The same of a database whose sidecar is not opened. */
  public static Path hostLock(DatabaseId database) {
    return database.sidecar().resolve(HOST_LOCK);
  }

  /** The file whose kernel lock keeps everybody from becoming host. */
  public Path releaseLock() {
    return folder.resolve(RELEASE_LOCK);
  }

  /** The same of a database whose sidecar is not opened. */
  public static Path releaseLock(DatabaseId database) {
    return database.sidecar().resolve(RELEASE_LOCK);
  }

  /** The file whose kernel lock a process has that has joined a host. */
  public Path clientLock(long process) {
    return folder.resolve("client-" + HexFormat.of().toHexDigits(process));
  }

  /** The file whose kernel lock guards the switch of a SQLite file to WAL mode. */
  public Path walLock() {
    return folder.resolve("wal.lock");
  }

  /** The file whose kernel lock, shared by processes, one class loader of each process has. */
  public Path loaderLock() {
    return folder.resolve("loader.lock");
  }

  /**
   * Takes a lock in the folder, as {@link KernelLock#tryAcquire} does. Where somebody has removed
   * the folder since it was opened, because nobody used it, it is created again: who holds a lock
   * in it uses it.
   *
   * @throws IOException when the file cannot be created or the file system has no locks
   */
  public Optional<KernelLock> tryAcquire(Path lock) throws IOException {
    return inFolder(() -> KernelLock.tryAcquire(lock));
  }

  /** The same with a lock that other processes may take in this way too. */
  public Optional<KernelLock> tryAcquireShared(Path lock) throws IOException {
    return inFolder(() -> KernelLock.tryAcquireShared(lock));
  }

  private interface Attempt {
    Optional<KernelLock> run() throws IOException;
  }

  private Optional<KernelLock> inFolder(Attempt attempt) throws IOException {
    for (int again = 0; again < ATTEMPTS; again++) {
      try {
        return attempt.run();
      } catch (NoSuchFileException e) {
        restoreFolder();
      }
    }
    return attempt.run();
  }

  private void restoreFolder() throws IOException {
    try {
      Files.createDirectory(folder, FOLDER_MODE);
    } catch (FileAlreadyExistsException e) {
      // Another one was faster.
      return;
    }
  }

  /** The record of the host, or empty when there is none or it is rubbish. */
  public Optional<HostRecord> readRecord() {
    try {
      return HostRecord.parse(Files.readString(recordFile()));
    } catch (IOException e) {
      // There is none, or it is not even text: nobody can be reached through it.
      return Optional.empty();
    }
  }

  /**
   * Publishes the record of the host. Only the holder of {@link #hostLock()} may; any thread of it,
   * since an interrupt does not reach the one that writes.
   */
  public void publish(HostRecord record) throws IOException {
    LockThread.call(
        () -> {
          write(record);
          return null;
        });
  }

  private void write(HostRecord record) throws IOException {
    Path draft = folder.resolve("host.new");
    Files.deleteIfExists(draft);
    Files.createFile(draft, FILE_MODE);
    Files.writeString(draft, record.format(), StandardOpenOption.WRITE);
    Files.move(draft, recordFile(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Withdraws the record. Only the holder of {@link #hostLock()} may. */
  public void withdraw() throws IOException {
    Files.deleteIfExists(recordFile());
  }

  /**
   * Where a host listens: in the folder, or in the user's runtime folder if the path is too long.
   *
   * <p>Each host has a name of its own, so that whoever still has the record of the last one cannot
   * knock at the door of the next.
   *
   * @param token the token of the host's record
   */
  public Path socket(String token) throws IOException {
    return socketNamed(SOCKET + token.substring(0, SOCKET_TOKEN_DIGITS));
  }

  /**
   * Where a host would listen, under a name of the same length that is no host's.
   *
   * @param token eight characters
   */
  public Path trialSocket(String token) throws IOException {
    return socketNamed(TRIAL_SOCKET + token);
  }

  private Path socketNamed(String name) throws IOException {
    Path beside = folder.resolve(name);
    if (beside.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_SOCKET_PATH_BYTES) {
      return beside;
    }
    return runtimeFolder().resolve(Long.toUnsignedString(inode(), 36) + "-" + name);
  }

  /** Removes the sockets of hosts that are gone. Only the holder of {@link #hostLock()} may. */
  public void removeSockets() throws IOException {
    for (Path socket : sockets()) {
      Files.deleteIfExists(socket);
    }
  }

  /** The sockets of hosts that are there: in the folder, and the one that the record names. */
  public List<Path> sockets() throws IOException {
    List<Path> sockets = new ArrayList<>();
    try (DirectoryStream<Path> beside = Files.newDirectoryStream(folder, SOCKET + "*")) {
      beside.forEach(sockets::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    readRecord()
        .map(HostRecord::socket)
        .filter(socket -> !sockets.contains(socket) && isSocket(socket) && Files.exists(socket))
        .ifPresent(sockets::add);
    return sockets;
  }

  // The record may be rubbish that happens to be one: nothing but a socket is ever removed for it.
  private static boolean isSocket(Path path) {
    return path.getFileName() != null
        && path.getFileName().toString().contains(SOCKET)
        && !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
        && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  private long inode() throws IOException {
    return ((Number) Files.getAttribute(folder, "unix:ino")).longValue();
  }

  private Path runtimeFolder() throws IOException {
    String runtime = System.getenv("XDG_RUNTIME_DIR");
    Path parent =
        runtime != null && Files.isWritable(Path.of(runtime))
            ? Path.of(runtime)
            : Path.of(System.getProperty("java.io.tmpdir"));
    return PrivateFolder.open(parent.resolve("bolt-" + owner.getName()), owner);
  }

  /** The file with the record of the host. */
  public Path recordFile() {
    return folder.resolve("host");
  }
}
