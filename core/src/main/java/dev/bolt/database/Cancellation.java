package dev.bolt.database;

import dev.bolt.ErrorCode;
import dev.bolt.threads.Daemon;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets an asynchronous call be cancelled: no statement begins any more, and the one that runs is
 * told to end.
 *
 * <p>JDBC forgets a cancel that comes before the statement has begun. So it is said again until the
 * call has left its statement. Thread-safe.
 */
class Cancellation {
  private static final Logger LOG = LoggerFactory.getLogger(Cancellation.class);
  private static final Duration AGAIN = Duration.ofMillis(10);
  private static final ScheduledExecutorService TIMER =
      Daemon.executor("bolt-cancel", Duration.ofSeconds(1));

  /** For calls that nobody can cancel: their own thread is in them. */
  static final Cancellation NONE =
      new Cancellation() {
        @Override
        void check() {
          // Nobody has asked.
        }

        @Override
        void enter(Statement statement) {
          // Nobody will ask.
        }

        @Override
        void leave() {
          // Nobody will ask.
        }
      };

  private Statement running;
  private boolean cancelled;

  /**
   * Requires that the call is still wanted.
   *
   * @throws SQLException with SQLState 57014 when it was cancelled
   */
  synchronized void check() throws SQLException {
    if (cancelled) {
      throw ErrorCode.INTERRUPTED.exception("The call was cancelled");
    }
  }

  /** The call is about to run a statement; fails as {@link #check}. */
  synchronized void enter(Statement statement) throws SQLException {
    check();
    running = statement;
  }

  /** The call has ended its statement. */
  synchronized void leave() {
    running = null;
  }

  /** Cancels the call; does nothing when it is over. */
  final void cancel() {
    Statement statement;
    synchronized (this) {
      cancelled = true;
      statement = running;
    }
    if (statement == null) {
      return;
    }
    try {
      statement.cancel();
    } catch (SQLException e) {
      LOG.debug("A statement cannot be cancelled, perhaps since it has just ended", e);
    }
    TIMER.schedule(this::cancel, AGAIN.toMillis(), TimeUnit.MILLISECONDS);
  }
}
