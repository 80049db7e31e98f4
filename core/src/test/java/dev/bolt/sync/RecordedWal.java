package dev.bolt.sync;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A {@code -wal} file of which an image is kept for each sync, together with the database: what a
 * power cut leaves once the sync has ended, if all that was written since it began is lost. The
 * folder of an image has the time of its begin for a name, and gets a file {@code ended}.
 *
 * <p>SQLite's write lock is held for an image, or it would have what was written meanwhile. It is
 * another program that copies, since no descriptor of the database may be closed here.
 */
final class RecordedWal implements WalFile {

  static final String DATABASE = "x.db";
  private static final String ENDED = "ended";

  private final WalFile wal;
  private final Path file;
  private final Path images;

  RecordedWal(WalFile wal, Path file, Path images) {
    this.wal = wal;
    this.file = file;
    this.images = images;
  }

  /** When the sync of an image had ended; at the end of all times if it has not. */
  static long ended(Path image) throws IOException {
    Path ended = image.resolve(ENDED);
    return Files.exists(ended) ? Long.parseLong(Files.readString(ended)) : Long.MAX_VALUE;
  }

  /** When the sync of an image began. */
  static long begun(Path image) {
    return Long.parseLong(image.getFileName().toString());
  }

  @Override
  public void open() throws IOException {
    wal.open();
  }

  @Override
  public void sync() throws IOException {
    Path image = copy();
    wal.sync();
    Files.writeString(image.resolve("ending"), Long.toString(System.nanoTime()));
    Files.move(image.resolve("ending"), image.resolve(ENDED));
  }

  private Path copy() throws IOException {
    String url = "jdbc:sqlite:" + file + "?busy_timeout=20000";
    try (Connection lock = DriverManager.getConnection(url);
        Statement statement = lock.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      Path image = images.resolve(Long.toString(System.nanoTime()));
      Files.createDirectory(image);
      Process copy =
          new ProcessBuilder(
                  "cp", file.toString(), DurableFile.wal(file).toString(), image.toString())
              .inheritIO()
              .start();
      if (copy.waitFor() != 0) {
        throw new IOException("cp failed");
      }
      statement.execute("ROLLBACK");
      return image;
    } catch (SQLException e) {
      throw new IOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("Nobody interrupts the thread that syncs", e);
    }
  }

  @Override
  public void close() throws IOException {
    wal.close();
  }
}
