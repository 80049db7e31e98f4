package dev.bolt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A database file, by its real path: symbolic links and relative names of one file are one
 * database.
 *
 * @param file the real path of the file, which need not exist yet
 */
public record DatabaseId(Path file) {

  /**
   * The database that a path names.
   *
   * @throws IOException when a folder on the way does not exist or cannot be entered
   */
  public static DatabaseId of(Path path) throws IOException {
    Path absolute = path.toAbsolutePath().normalize();
    if (Files.exists(absolute)) {
      return new DatabaseId(absolute.toRealPath());
    }
    if (Files.isSymbolicLink(absolute)) {
      return of(absolute.resolveSibling(Files.readSymbolicLink(absolute)));
    }
    Path parent = absolute.getParent();
    return new DatabaseId(
        parent == null ? absolute : parent.toRealPath().resolve(absolute.getFileName()));
  }

  /** The folder beside the file that holds what sharing needs: {@code analytics.db.bolt}. */
  public Path sidecar() {
    return file.resolveSibling(file.getFileName() + ".bolt");
  }

  // Written out, here and below: what a record brings along is made of method handles when it is
  // first used, some seventy classes that every process would load for its first connection.
  @Override
  public boolean equals(Object other) {
    return other instanceof DatabaseId database && file.equals(database.file);
  }

  @Override
  public int hashCode() {
    return file.hashCode();
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
