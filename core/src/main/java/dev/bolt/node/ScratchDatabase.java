package dev.bolt.node;

import dev.bolt.DatabaseId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database in a temporary folder of its own, which is deleted when this is closed or the JVM
 * ends. What processes that were killed have left is deleted when it is old enough to be nobody's.
 * Confined to one thread.
 */
final class ScratchDatabase implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ScratchDatabase.class);

  private static final String PREFIX = "bolt-rehearsal-";

  /** A rehearsal takes less than a second. */
  private static final Duration OLD = Duration.ofHours(1);

  private final Path folder;
  private final Thread atExit;

  /** Makes the folder. */
  ScratchDatabase() throws IOException {
    folder = Files.createTempDirectory(PREFIX);
    atExit = new Thread(this::deleteQuietly, "bolt-rehearsal-exit");
    try {
      Runtime.getRuntime().addShutdownHook(atExit);
    } catch (IllegalStateException e) {
      Files.delete(folder);
      throw new IOException("The JVM ends", e);
    }
    removeLeftovers();
  }

  DatabaseId database() throws IOException {
    return DatabaseId.of(folder.resolve("rehearsal.duckdb"));
  }

  private void removeLeftovers() throws IOException {
    // By the clock of the file system, which has just made the folder.
    FileTime limit = FileTime.from(Files.getLastModifiedTime(folder).toInstant().minus(OLD));
    try (DirectoryStream<Path> folders =
        Files.newDirectoryStream(folder.getParent(), PREFIX + "*")) {
      for (Path other : folders) {
        if (Files.isWritable(other) && Files.getLastModifiedTime(other).compareTo(limit) < 0) {
          delete(other);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    } catch (NoSuchFileException e) {
      // Another process deletes the same ones.
      LOG.debug("A leftover has gone by itself: {}", e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    try {
      delete(folder);
    } finally {
      try {
        Runtime.getRuntime().removeShutdownHook(atExit);
      } catch (IllegalStateException e) {
        // The JVM ends, and the hook deletes what is left.
        LOG.debug("The JVM ends in a rehearsal");
      }
    }
  }

  private void deleteQuietly() {
    try {
      delete(folder);
    } catch (IOException | UncheckedIOException e) {
      LOG.debug("{} is left: {}", folder, e.toString());
    }
  }

  private static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          // Who hosted here deletes his own files, perhaps at this moment.
          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException e)
              throws IOException {
            if (e != null) {
              throw e;
            }
            Files.deleteIfExists(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
