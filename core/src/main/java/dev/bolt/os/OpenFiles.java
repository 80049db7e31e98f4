package dev.bolt.os;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The files that processes have open, as the kernel lists them. Stateless. */
public final class OpenFiles {
  private static final Path PROCESSES = Path.of("/proc");
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

  /**
   * The processes that have one of some files open, in whatever way, of those into which this user
   * may look; in the order of their numbers. The files are only looked up by name.
   */
  public static List<Long> holders(Collection<Path> files) {
    SortedSet<Long> holders = new TreeSet<>();
    try {
      Set<FileIdentity> wanted = new HashSet<>();
      for (Path file : files) {
        FileIdentity.ofExisting(file).ifPresent(wanted::add);
      }
      visit(
          (pid, opened) -> {
            if (wanted.contains(opened)) {
              holders.add(pid);
            }
          });
      return List.copyOf(holders);
    } catch (IOException e) {
      // A file that may not be looked at, or no /proc.
      return List.of();
    }
  }

  /**
   * All files that are open now in the processes into which this user may look, and these; empty
   * where the system does not tell.
   */
  public static Map<FileIdentity, SortedSet<Long>> ofAllProcesses() {
    Map<FileIdentity, SortedSet<Long>> open = new HashMap<>();
    try {
      visit((pid, opened) -> open.computeIfAbsent(opened, file -> new TreeSet<>()).add(pid));
      return open;
    } catch (IOException e) {
      // No /proc here.
      return Map.of();
    }
  }

  private interface Visitor {
    void visit(long pid, FileIdentity opened);
  }

  private static void visit(Visitor visitor) throws IOException {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
      for (Path process : processes) {
        visit(process, visitor);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static void visit(Path process, Visitor visitor) {
    long pid = Long.parseLong(process.getFileName().toString());
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path descriptor : descriptors) {
        if (Files.readSymbolicLink(descriptor).isAbsolute()) {
          FileIdentity.ofExisting(descriptor).ifPresent(opened -> visitor.visit(pid, opened));
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // Another user's process, or one that has just ended.
      return;
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
