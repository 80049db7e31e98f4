package dev.bolt.os;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files that this process has open, as the kernel lists them. Stateless. */
public final class OpenFiles {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  private OpenFiles() {}

  /**
   * Whether this process has a file open, in whatever way. Looks at the list of descriptors only.
   *
   * @param file the real path of the file, which need not exist
   * @return false also where the system has no such list
   */
  public static boolean contains(Path file) {
    if (!Files.isDirectory(DESCRIPTORS) || !Files.exists(file)) {
      return false;
    }
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
      for (Path descriptor : descriptors) {
        if (isOf(descriptor, file)) {
          return true;
        }
      }
      return false;
    } catch (IOException | DirectoryIteratorException e) {
      // Better not to look into a file than to drop its locks.
      return true;
    }
  }

  /** Follows the link of a descriptor; one that was closed meanwhile is of no file. */
  private static boolean isOf(Path descriptor, Path file) {
    try {
      return Files.isSameFile(descriptor, file);
    } catch (IOException e) {
      return false;
    }
  }
}
