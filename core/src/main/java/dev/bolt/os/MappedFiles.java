package dev.bolt.os;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files that processes have mapped into their memory, such as libraries. Stateless. */
public final class MappedFiles {

  private static final Path PROCESSES = Path.of("/proc");

  private MappedFiles() {}

  /** The files that this process has mapped; empty where the system does not tell. */
  public static Set<Path> ofThisProcess() {
    try {
      return of(PROCESSES.resolve("self"));
    } catch (IOException | RuntimeException e) {
      // No /proc here.
      return Set.of();
    }
  }

  /**
   * The files that the processes of this user have mapped. Empty where the system does not tell,
   * and where one of them is stopped, so that it is not known what it is about to map.
   */
  public static Optional<Set<Path>> ofAllProcesses() {
    Set<Path> mapped = new HashSet<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
      for (Path process : processes) {
        if (!addMapped(process, mapped)) {
          return Optional.empty();
        }
      }
      return Optional.of(mapped);
    } catch (IOException | DirectoryIteratorException e) {
      return Optional.empty();
    }
  }

  /** Whether a file belongs to the user as whom this process runs. */
  public static boolean ownedByThisUser(Path file) throws IOException {
    return Files.getOwner(file).equals(Files.getOwner(PROCESSES.resolve("self")));
  }

  // Returns false when the process is stopped.
  private static boolean addMapped(Path process, Set<Path> mapped) {
    try {
      if (!ownedByThisUser(process)) {
        return true;
      }
      if (ProcessInfo.of(Long.parseLong(process.getFileName().toString())).stopped()) {
        return false;
      }
      mapped.addAll(of(process));
      return true;
    } catch (IOException e) {
      // It has just ended.
      return true;
    }
  }

  private static Set<Path> of(Path process) throws IOException {
    try (Stream<String> lines = Files.lines(process.resolve("maps"))) {
      return lines
          .filter(line -> line.indexOf('/') > 0)
          .map(line -> Path.of(line.substring(line.indexOf('/'))))
          .collect(Collectors.toSet());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
