package dev.bolt.engine;

import dev.bolt.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;

/**
 * A database file in WAL mode that is read without locks and without a WAL, because its folder is
 * read-only and nobody who writes is there.
 *
 * <p>SQLite calls such a file immutable and never looks whether it changes, so that is done here,
 * before each statement. Immutable and thread-safe.
 */
final class UnlockedFile {

  private final Path file;
  private final FileTime modified;
  private final long size;

  private UnlockedFile(Path file, FileTime modified, long size) {
    this.file = file;
    this.modified = modified;
    this.size = size;
  }

  /**
   * Begins to watch a file.
   *
   * @throws SQLException when it has a WAL, whose content would be missing
   */
  static UnlockedFile of(Path file, SQLException reason) throws SQLException {
    if (hasLog(file)) {
      throw ErrorCode.CANNOT_OPEN.exception(
          file
              + " has a write-ahead log beside it ("
              + log(file).getFileName()
              + ") that cannot be read without write permission in its folder. "
              + "Copy both files to a folder of your own",
          reason);
    }
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return new UnlockedFile(file, now.lastModifiedTime(), now.size());
    } catch (IOException e) {
      throw ErrorCode.CANNOT_OPEN.exception(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Refuses to go on when somebody has written to the file. */
  void requireUnchanged() throws SQLException {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      if (now.size() == size && now.lastModifiedTime().equals(modified) && !hasLog(file)) {
        return;
      }
    } catch (IOException e) {
      throw ErrorCode.IO.exception(file + " cannot be read any more: " + e.getMessage(), e);
    }
    throw ErrorCode.IO.exception(
        file
            + " was written to by somebody else, while it is read here without locks because its"
            + " folder is read-only. Close all connections to it and open it again");
  }

  private static boolean hasLog(Path file) throws SQLException {
    try {
      return Files.exists(log(file)) && Files.size(log(file)) > 0;
    } catch (IOException e) {
      throw ErrorCode.IO.exception(log(file) + " cannot be looked at: " + e.getMessage(), e);
    }
  }

  private static Path log(Path file) {
    return file.resolveSibling(file.getFileName() + "-wal");
  }
}
