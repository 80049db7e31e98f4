package dev.bolt.database;

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
  private final Loan loan;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Rows.
   *
   * @param loan given back with them, or null
   */
  OpenRows(ResultSet rows, Loan loan) {
    this.rows = rows;
    this.loan = loan;
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
      if (loan != null) {
        loan.discard();
      }
    } finally {
      if (loan != null) {
        loan.close();
      }
    }
  }
}
