package dev.bolt.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Unlinks the copies of native libraries that engines unpack into the temporary folder.
 *
 * <p>A driver deletes its copy when the JVM ends in order; a killed JVM leaves it, 72 MB each for
 * DuckDB. A library stays mapped when its file is unlinked, so it is unlinked as soon as it is
 * loaded.
 */
final class NativeLibraryFile {

  private static final Path MAPS = Path.of("/proc/self/maps");

  private NativeLibraryFile() {}

  /** Unlinks the loaded libraries in the temporary folder whose file name contains a word. */
  static void unlinkLoaded(String word) {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath().normalize();
    for (Path library : mapped(word)) {
      if (library.startsWith(temporary)) {
        try {
          Files.deleteIfExists(library);
          Files.deleteIfExists(library.resolveSibling(library.getFileName() + ".lck"));
        } catch (IOException e) {
          // It stays until the JVM ends, as it would without Bolt.
          return;
        }
      }
    }
  }

  private static List<Path> mapped(String word) {
    try (Stream<String> lines = Files.lines(MAPS)) {
      return lines
          .filter(line -> line.indexOf('/') > 0)
          .map(line -> Path.of(line.substring(line.indexOf('/'))))
          .filter(file -> file.getFileName().toString().contains(word))
          .distinct()
          .toList();
    } catch (IOException | RuntimeException e) {
      // No /proc here: the driver's own clean-up has to do.
      return List.of();
    }
  }
}
