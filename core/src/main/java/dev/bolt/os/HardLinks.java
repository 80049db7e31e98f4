package dev.bolt.os;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The names of files that have several. Files are looked up by name, never opened. Stateless. */
public final class HardLinks {

  private HardLinks() {}

  /**
   * All names of a file in its own folder, in their order.
   *
   * @param file the real path of a file that exists
   */
  public static List<Path> beside(Path file) throws IOException {
    if (!hasSeveral(file)) {
      return List.of(file);
    }
    FileIdentity identity = FileIdentity.of(file);
    List<Path> names = new ArrayList<>();
    try (DirectoryStream<Path> folder = Files.newDirectoryStream(file.getParent())) {
      for (Path candidate : folder) {
        if (Files.isRegularFile(candidate, LinkOption.NOFOLLOW_LINKS)
            && FileIdentity.of(candidate).equals(identity)) {
          names.add(candidate);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    names.sort(null);
    return names;
  }

  /** Another name of a file, by which a process has it open; empty where that cannot be told. */
  public static Optional<Path> otherName(Path file, long pid) {
    Path descriptors = Path.of("/proc", Long.toString(pid), "fd");
    try (DirectoryStream<Path> all = Files.newDirectoryStream(descriptors)) {
      if (!hasSeveral(file)) {
        return Optional.empty();
      }
      for (Path descriptor : all) {
        if (Files.isSameFile(descriptor, file)) {
          return Optional.of(Files.readSymbolicLink(descriptor)).filter(name -> !name.equals(file));
        }
      }
      return Optional.empty();
    } catch (IOException | DirectoryIteratorException e) {
      // Another user's process, one that has just ended, or no /proc.
      return Optional.empty();
    }
  }

  private static boolean hasSeveral(Path file) throws IOException {
    return ((Number) Files.getAttribute(file, "unix:nlink")).intValue() > 1;
  }
}
