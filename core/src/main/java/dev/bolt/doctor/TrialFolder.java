package dev.bolt.doctor;

import dev.bolt.election.KernelLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder of its own in which a {@link SharingTest} tries what it needs, removed at its end. That
 * the test lives is told by a kernel lock in it, so that the folder of one that was killed is known
 * to be nobody's.
 *
 * <p>Confined to one thread.
 */
final class TrialFolder implements AutoCloseable {

  private static final String PREFIX = ".bolt-test-";
  private static final int TOKEN_BYTES = 4;
  private static final Pattern NAME =
      Pattern.compile("\\.bolt-test-[0-9a-f]{" + 2 * TOKEN_BYTES + "}");
  private static final String LOCK = "lock";

  private final Path folder;
  private final KernelLock lock;

  private TrialFolder(Path folder, KernelLock lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /** Creates one in a folder. */
  static TrialFolder create(Path parent) throws IOException {
    while (true) {
      byte[] token = new byte[TOKEN_BYTES];
      new SecureRandom().nextBytes(token);
      Path folder = parent.resolve(PREFIX + HexFormat.of().formatHex(token));
      try {
        Files.createDirectory(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } catch (FileAlreadyExistsException e) {
        // One in four thousand million; the next one is free.
        continue;
      }
      Optional<KernelLock> lock = tryLock(folder);
      if (lock.isPresent()) {
        return new TrialFolder(folder, lock.get());
      }
    }
  }

  // Empty when somebody who looks for leftovers was faster, and removes the folder.
  private static Optional<KernelLock> tryLock(Path folder) throws IOException {
    try {
      return KernelLock.tryAcquire(folder.resolve(LOCK));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Whether a folder has the name of one. */
  static boolean isOne(Path folder) {
    return NAME.matcher(String.valueOf(folder.getFileName())).matches()
        && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Takes the folder of a test that has ended without removing it.
   *
   * @param rehearsal whether nothing may be created in it
   * @return empty when the test lives, or it is not known whether it does
   */
  static Optional<TrialFolder> takeOver(Path folder, boolean rehearsal) throws IOException {
    return rehearsal && !Files.exists(folder.resolve(LOCK))
        ? Optional.empty()
        : tryLock(folder).map(lock -> new TrialFolder(folder, lock));
  }

  /** The folder. */
  Path path() {
    return folder;
  }

  /** By what the test is known: eight hexadecimal digits. */
  String token() {
    return folder.getFileName().toString().substring(PREFIX.length());
  }

  /** Whether there is one with a token beside a database. */
  static boolean exists(Path database, String token) {
    return isOne(database.resolveSibling(PREFIX + token));
  }

  /** Lets it be. */
  void leave() throws IOException {
    lock.close();
  }

  /** Removes it and all that is in it. */
  @Override
  public void close() throws IOException {
    try {
      List<Path> all;
      try (Stream<Path> tree = Files.walk(folder)) {
        all = tree.sorted(Comparator.reverseOrder()).toList();
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
      for (Path path : all) {
        if (!path.equals(folder) && !path.equals(folder.resolve(LOCK))) {
          Files.deleteIfExists(path);
        }
      }
      lock.deleteFile();
      Files.deleteIfExists(folder);
    } finally {
      lock.close();
    }
  }
}
