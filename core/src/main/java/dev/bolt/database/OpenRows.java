package dev.bolt.database;

import dev.bolt.pool.Lease;
import java.lang.ref.Cleaner;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of a stream and what is given back with them. Thread-safe: it is closed once, by
 * whichever of these comes first: the last row was read, the stream is closed, or nobody has the
 * stream any more.
 */
final class OpenRows implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(OpenRows.class);
  private static final Cleaner CLEANER =
      Cleaner.create(
          task -> {
            Thread thread = new Thread(task, "bolt-streams");
            thread.setDaemon(true);
            return thread;
          });

  private final ResultSet rows;
  private final Lease lease;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Rows.
   *
   * @param lease given back with them, or null
   */
  OpenRows(ResultSet rows, Lease lease) {
    this.rows = rows;
    this.lease = lease;
  }

  ResultSet rows() {
    return rows;
  }

  /** Has them closed when nobody has their owner any more. */
  Cleaner.Cleanable closeWith(Object owner) {
    return CLEANER.register(owner, this);
  }

  /** Closes them. */
  @Override
  public void run() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      rows.getStatement().close();
    } catch (SQLException e) {
      LOG.debug("The rows of a stream cannot be closed; their connection will be", e);
      if (lease != null) {
        lease.discard();
      }
    } finally {
      if (lease != null) {
        lease.close();
      }
    }
  }
}
