package dev.bolt.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What stays the same of a file however it is named: another path, a hard link.
 *
 * @param device the number of the file system
 * @param inode the number of the file in it
 */
public record FileIdentity(long device, long inode) {

  /**
   * The file that a path names now; it is looked up, not opened.
   *
   * @throws IOException when there is none
   */
  public static FileIdentity of(Path file) throws IOException {
    return new FileIdentity(
        ((Number) Files.getAttribute(file, "unix:dev")).longValue(),
        ((Number) Files.getAttribute(file, "unix:ino")).longValue());
  }

  /** The same, and empty when there is none. */
  public static Optional<FileIdentity> ofExisting(Path file) throws IOException {
    try {
      return Optional.of(of(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
