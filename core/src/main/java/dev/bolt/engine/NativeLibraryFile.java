package dev.bolt.engine;

import dev.bolt.os.MappedFiles;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Unlinks the copies of native libraries that engines unpack into the temporary folder.
 *
 * <p>A driver deletes its copy when the JVM ends in order; a killed JVM leaves it, 72 MB each for
 * DuckDB. A library stays mapped when its file is unlinked, so it is unlinked as soon as it is
 * loaded. A JVM that is killed before that, or does not use Bolt, leaves it still; such leftovers
 * are removed before the next copy is made.
 */
final class NativeLibraryFile {

  private static final Logger LOG = LoggerFactory.getLogger(NativeLibraryFile.class);

  /** From unpacking a library to loading it passes less than a second. */
  private static final Duration LOADED_BY_THEN = Duration.ofMinutes(1);

  private static final AtomicBoolean LEFTOVERS_REMOVED = new AtomicBoolean();

  /** The words of libraries that are unlinked: each is loaded once in a JVM. */
  private static final Set<String> UNLINKED = ConcurrentHashMap.newKeySet();

  private NativeLibraryFile() {}

  /** Unlinks the loaded libraries in the temporary folder whose file name contains a word. */
  static void unlinkLoaded(String word) {
    if (UNLINKED.contains(word)) {
      return;
    }
    Path temporary = temporaryFolder();
    for (Path library : MappedFiles.ofThisProcess()) {
      if (temporary.equals(library.getParent())
          && library.getFileName().toString().contains(word)) {
        try {
          Files.deleteIfExists(library);
          Files.deleteIfExists(library.resolveSibling(library.getFileName() + ".lck"));
          UNLINKED.add(word);
        } catch (IOException e) {
          // It stays until the JVM ends, as it would without Bolt.
          return;
        }
      }
    }
  }

  /**
   * Removes, once in this JVM, the libraries in the temporary folder whose name begins with a word
   * and that a dead process of this user has left: no process has them loaded, they are too old for
   * one that is about to load them, and none is stopped, which might have been about to for long.
   */
  static void removeLeftovers(String word) {
    if (!LEFTOVERS_REMOVED.compareAndSet(false, true)) {
      return;
    }
    try {
      List<Path> old = oldLibraries(word);
      if (old.isEmpty()) {
        return;
      }
      MappedFiles.ofAllProcesses()
          .ifPresent(
              mapped -> {
                for (Path library : old) {
                  removeUnlessMapped(library, mapped);
                }
              });
    } catch (IOException | DirectoryIteratorException e) {
      LOG.debug("Leftovers of killed processes could not be looked for: {}", e.toString());
    }
  }

  private static List<Path> oldLibraries(String word) throws IOException {
    Instant young = Instant.now().minus(LOADED_BY_THEN);
    List<Path> old = new ArrayList<>();
    try (DirectoryStream<Path> libraries =
        Files.newDirectoryStream(temporaryFolder(), word + "*.so")) {
      for (Path library : libraries) {
        if (Files.isRegularFile(library, LinkOption.NOFOLLOW_LINKS)
            && Files.getLastModifiedTime(library).toInstant().isBefore(young)) {
          old.add(library);
        }
      }
    }
    return old;
  }

  private static void removeUnlessMapped(Path library, Set<Path> mapped) {
    try {
      Path real = library.toRealPath();
      if (!mapped.contains(real) && MappedFiles.ownedByThisUser(library)) {
        Files.delete(library);
        LOG.debug("Removed {}, which a killed process had left", library);
      }
    } catch (IOException e) {
      LOG.debug("{} cannot be removed: {}", library, e.toString());
    }
  }

  private static Path temporaryFolder() {
    return Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath().normalize();
  }
}
