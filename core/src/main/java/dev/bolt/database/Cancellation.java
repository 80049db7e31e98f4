package dev.bolt.database;

import dev.bolt.ErrorCode;
import dev.bolt.threads.Daemon;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a call be cancelled: no statement begins any more, the one that runs is told to end, and the
 * transaction that is open is rolled back, by others than its owner at once, whatever that one does
 * meanwhile.
 *
 * <p>JDBC forgets a cancel that comes before the statement has begun. So it is said again until the
 * call has left its statement. The roll back comes from whoever is there last: who cancels, or who
 * leaves the statement; in the monitor, so that it cannot reach what comes after. Thread-safe.
 */
class Cancellation {
  private static final Logger LOG = LoggerFactory.getLogger(Cancellation.class);
  private static final Runnable NOTHING = () -> {};
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
        void leave(Statement statement) {
          // Nobody will ask.
        }

        @Override
        void begin(Undo undoing) {
          // Nobody will ask.
        }

        @Override
        void commits() {
          // Nobody will ask.
        }

        @Override
        void ends() {
          // Nobody will ask.
        }

        @Override
        SQLException explained(SQLException failure) {
          return failure;
        }
      };

  /** Undoes what an open transaction has done. */
  interface Undo {
    /** Does it. */
    void run() throws SQLException;
  }

  private final List<Statement> running = new ArrayList<>(1);
  private ErrorCode code;
  private String message;
  private Undo undo;
  private boolean committing;

  /**
   * Requires that the call is still wanted.
   *
   * @throws SQLException with the reason when it was cancelled
   */
  synchronized void check() throws SQLException {
    if (code != null) {
      throw code.exception(message);
    }
  }

  /** The call is about to run a statement; fails as {@link #check}. */
  synchronized void enter(Statement statement) throws SQLException {
    check();
    running.add(statement);
  }

  /** The call has ended a statement that it has entered, or has not. */
  synchronized void leave(Statement statement) {
    if (running.remove(statement)) {
      undoIfCancelled();
    }
  }

  /** A transaction is open from now on, until {@link #commits} or {@link #ends}. */
  synchronized void begin(Undo undoing) {
    undo = undoing;
  }

  /** The transaction is about to be committed, and not undone any more; as {@link #check}. */
  synchronized void commits() throws SQLException {
    check();
    undo = null;
    committing = true;
  }

  /** The transaction is over, or its owner undoes it by itself. */
  synchronized void ends() {
    undo = null;
    committing = false;
  }

  /** Whether it was cancelled, nothing of it runs, and nothing is left to be undone. */
  synchronized boolean isDone() {
    return code != null && running.isEmpty() && undo == null && !committing;
  }

  /**
   * The failure of a statement as its owner is told it: a cancelled one by why it was cancelled.
   */
  synchronized SQLException explained(SQLException failure) {
    boolean same = code == null || code.is(failure) && failure.getErrorCode() == code.number();
    return same ? failure : code.exception(message, failure);
  }

  /**
   * Cancels the call on behalf of its owner; does nothing when it is over. A transaction whose work
   * is busy with something else is rolled back when that returns.
   */
  final void cancel() {
    note(ErrorCode.INTERRUPTED, "The call was cancelled", NOTHING);
    end();
  }

  /**
   * Cancels the call for a reason, and rolls back at once what it has done. This waits for the roll
   * back.
   *
   * @param why the kind of failure that its owner is told
   * @param inWords the reason; the first one counts
   * @return false when it was cancelled before
   */
  final boolean cancel(ErrorCode why, String inWords) {
    return cancel(why, inWords, NOTHING);
  }

  /**
   * The same.
   *
   * @param before run before its owner can be told, if it was not cancelled before
   */
  final boolean cancel(ErrorCode why, String inWords, Runnable before) {
    boolean first = note(why, inWords, before);
    synchronized (this) {
      undoIfCancelled();
    }
    end();
    return first;
  }

  private synchronized boolean note(ErrorCode why, String inWords, Runnable before) {
    if (code != null) {
      return false;
    }
    before.run();
    code = why;
    message = inWords;
    return true;
  }

  private void undoIfCancelled() {
    if (code == null || undo == null || !running.isEmpty()) {
      return;
    }
    try {
      undo.run();
    } catch (SQLException e) {
      LOG.debug("A cancelled transaction is rolled back with its connection", e);
    }
    undo = null;
  }

  private void end() {
    List<Statement> left;
    synchronized (this) {
      left = List.copyOf(running);
    }
    if (left.isEmpty()) {
      return;
    }
    for (Statement statement : left) {
      try {
        statement.cancel();
      } catch (SQLException e) {
        LOG.debug("A statement cannot be cancelled, perhaps since it has just ended", e);
      }
    }
    TIMER.schedule(this::end, AGAIN.toMillis(), TimeUnit.MILLISECONDS);
  }
}
