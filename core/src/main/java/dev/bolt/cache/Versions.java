package dev.bolt.cache;

import dev.bolt.DatabaseId;
import dev.bolt.ErrorCode;
import dev.bolt.election.KernelLock;
import dev.bolt.election.LockThread;
import dev.bolt.election.SharedMemory;
import dev.bolt.election.Sidecar;
import dev.bolt.os.FileIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The file of versions that is valid now.
 *
 * <p>Somebody may delete it, with its folder or alone, and the next process makes another. A reader
 * believes for {@link #TRUST} that what he has mapped is still the file of its name. Whoever has
 * mapped another one acknowledges no change before {@link #SETTLED}, which is longer: by then every
 * reader has looked. Only the holder of the kernel lock {@code cache.lock} writes a file, under
 * another name that is then changed: a mapping is never cut short. Thread-safe.
 */
final class Versions {

  private static final long TRUST = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long SETTLED = TimeUnit.MILLISECONDS.toNanos(20);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String NAME = "cache";

  private record Mapped(VersionFile file, FileIdentity identity, long since) {}

  private final DatabaseId database;
  private final Path path;
  private volatile Mapped mapped;
  private volatile long lookedAt;

  private Versions(DatabaseId database) {
    this.database = database;
    this.path = database.sidecar().resolve(NAME);
  }

  /**
   * The versions of a database.
   *
   * @throws SQLException with SQLState 08001 when the folder beside it cannot be used, 28000 when
   *     it is another user's, 08004 when the file is of another version of Bolt
   */
  static Versions open(DatabaseId database) throws SQLException {
    Versions versions = new Versions(database);
    versions.follow();
    return versions;
  }

  DatabaseId database() {
    return database;
  }

  /** The file, as of {@link #TRUST} ago at most. */
  VersionFile file() throws SQLException {
    return System.nanoTime() - lookedAt > TRUST ? current() : mapped.file;
  }

  /** The file as of now. */
  VersionFile current() throws SQLException {
    long now = System.nanoTime();
    Mapped known = mapped;
    if (!isInPlace(known)) {
      return follow();
    }
    lookedAt = now;
    return known.file;
  }

  /** Waits until nobody believes in an older file than the one that is mapped. */
  void awaitSettled() {
    long left = SETTLED - (System.nanoTime() - mapped.since);
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = SETTLED - (System.nanoTime() - mapped.since);
    }
  }

  private boolean isInPlace(Mapped known) {
    try {
      return FileIdentity.of(path).equals(known.identity);
    } catch (IOException e) {
      // It is gone, or cannot be looked at.
      return false;
    }
  }

  private synchronized VersionFile follow() throws SQLException {
    long now = System.nanoTime();
    Mapped known = mapped;
    if (known == null || !isInPlace(known)) {
      try {
        known = open();
      } catch (IOException e) {
        throw ErrorCode.CANNOT_OPEN.exception(
            "The versions of what is cached in "
                + database
                + " cannot be used: "
                + e.getMessage()
                + ". The folder of the database has to be writable",
            e);
      }
      mapped = known;
    }
    lookedAt = now;
    return known.file;
  }

  private Mapped open() throws IOException, SQLException {
    Path folder = Sidecar.open(database).folder();
    Optional<Mapped> present = LockThread.call(this::mapIfRight);
    if (present.isPresent()) {
      return present.get();
    }
    KernelLock lock = KernelLock.acquire(folder.resolve(NAME + ".lock"), PATIENCE);
    try {
      present = LockThread.call(this::mapIfRight);
      if (present.isPresent()) {
        return present.get();
      }
      if (LockThread.call(this::isOfOtherVersion)) {
        throw ErrorCode.MISMATCH.exception(
            "Another version of Bolt has cached in this database. Use one version, or delete "
                + path
                + " when no process of the other one runs");
      }
      return LockThread.call(this::replace);
    } finally {
      lock.close();
    }
  }

  private Optional<Mapped> mapIfRight() throws IOException {
    return SharedMemory.hasLength(path, VersionFile.LENGTH)
        ? Optional.of(map()).filter(found -> found.file.isRight() && isInPlace(found))
        : Optional.empty();
  }

  // The identity is that of what is mapped only if it is the same before and after: see above.
  private Mapped map() throws IOException {
    FileIdentity identity = FileIdentity.of(path);
    VersionFile file = new VersionFile(SharedMemory.map(path, VersionFile.LENGTH));
    return new Mapped(file, identity, System.nanoTime());
  }

  private boolean isOfOtherVersion() throws IOException {
    return Files.isRegularFile(path)
        && Files.size(path) >= VersionFile.LENGTH
        && new VersionFile(SharedMemory.map(path, VersionFile.LENGTH)).isOfOtherVersion();
  }

  private Mapped replace() throws IOException {
    ByteBuffer content = ByteBuffer.allocateDirect(VersionFile.LENGTH);
    new VersionFile(content).writeHead(new SecureRandom().nextLong());
    SharedMemory.replace(path, content);
    return map();
  }
}
