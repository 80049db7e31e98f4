package dev.bolt.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import org.duckdb.DuckDBConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps DuckDB's log so short that whoever takes over has next to nothing to replay.
 *
 * <p>The engine replays about five small commits in a millisecond, so what it lets pile up by
 * itself takes a new host seconds. Its own threshold cannot be set low: it counts 256 KB for a
 * table with an index, and below that makes a checkpoint at each commit.
 *
 * <p>A checkpoint of a large table may take long, so its share of the time is bounded: then the log
 * grows instead, as far as the engine lets it.
 *
 * <p>Thread-safe.
 */
final class DuckDbCheckpoints implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DuckDbCheckpoints.class);

  /** About one hundred commits of one row with their entries in the ledger. */
  private static final long LOG_BYTES = 32 * 1024;

  /** Checkpoints take one part in so many of the time. */
  private static final int SHARE = 20;

  private final Path log;
  private final DuckDBConnection connection;
  private final LogWatch watch = new LogWatch(this::look);

  /** When the next one may begin, by {@link System#nanoTime}; of the thread. */
  private long next = System.nanoTime();

  /**
   * Begins to watch.
   *
   * @param file the database file
   * @param connection one of its own, which it closes
   */
  DuckDbCheckpoints(Path file, DuckDBConnection connection) {
    this.log = file.resolveSibling(file.getFileName() + ".wal");
    this.connection = connection;
  }

  /** Somebody sets the engine's own threshold: from now on that counts alone. */
  void leaveToUser() {
    watch.leaveToUser();
  }

  /** Something was committed. */
  void wrote() {
    watch.wrote();
  }

  private boolean look() {
    try {
      if (Files.size(log) < LOG_BYTES) {
        return false;
      }
    } catch (NoSuchFileException e) {
      LOG.trace("The log is empty");
      return false;
    } catch (IOException e) {
      LOG.warn("The engine's log {} cannot be looked at: {}", log, e.toString());
      return false;
    }
    return System.nanoTime() - next < 0 || !checkpoint();
  }

  private boolean checkpoint() {
    long start = System.nanoTime();
    try (Statement statement = connection.createStatement()) {
      KillPoint.CHECKPOINT.reached();
      statement.execute("CHECKPOINT");
      return true;
    } catch (SQLException e) {
      // Others may be writing in a way that it cannot run beside. The log only grows meanwhile.
      LOG.debug("No checkpoint now: {}", e.getMessage());
      return false;
    } finally {
      long end = System.nanoTime();
      next = end + (end - start) * SHARE;
    }
  }

  @Override
  public void close() throws SQLException {
    if (!watch.close()) {
      LOG.warn("A checkpoint of {} does not end", log);
    }
    connection.close();
  }
}
