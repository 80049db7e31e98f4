package dev.bolt.node;

import dev.bolt.DatabaseId;
import dev.bolt.ErrorCode;
import dev.bolt.election.Sidecar;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this process may do with a database file.
 *
 * @param sidecar the folder through which it is shared; empty where the file can only be read
 */
record FileAccess(Optional<Sidecar> sidecar) {

  private static final Logger LOG = LoggerFactory.getLogger(FileAccess.class);

  /**
   * Looks at a file and its folder; the file is not opened.
   *
   * @throws SQLException when the file is none that could be a database, or cannot be read
   */
  static FileAccess of(DatabaseId database) throws SQLException {
    Path file = database.file();
    boolean exists = Files.exists(file);
    if (exists && Files.isDirectory(file)) {
      throw ErrorCode.CANNOT_OPEN.exception(
          file
              + " is a folder. Name a database file in it, such as "
              + file.resolve("data.duckdb"));
    }
    if (exists && !Files.isReadable(file)) {
      throw ErrorCode.CANNOT_OPEN.exception("No permission to read " + file);
    }
    if (exists && !Files.isWritable(file)) {
      LOG.info("{} may only be read by this process; it is opened read-only", file);
      return new FileAccess(Optional.empty());
    }
    try {
      return new FileAccess(Optional.of(Sidecar.open(database)));
    } catch (FileSystemException e) {
      if (exists && mayNotWrite(e)) {
        LOG.info("The folder of {} may only be read; the file is opened read-only", file);
        return new FileAccess(Optional.empty());
      }
      throw ErrorCode.CANNOT_OPEN.exception(
          "No permission to create " + file + " and its folder " + database.sidecar(), e);
    } catch (IOException e) {
      throw ErrorCode.CANNOT_OPEN.exception(
          database.sidecar() + " cannot be created: " + e.getMessage(), e);
    }
  }

  private static boolean mayNotWrite(FileSystemException e) {
    return e instanceof AccessDeniedException
        || String.valueOf(e.getReason()).contains("Read-only file system");
  }
}
