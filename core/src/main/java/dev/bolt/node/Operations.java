package dev.bolt.node;

import dev.bolt.ErrorCode;
import dev.bolt.OutcomeUnknownException;
import dev.bolt.client.HostLostException;
import dev.bolt.client.HostLostException.Progress;
import dev.bolt.engine.Outcome;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The operations of one session that have numbers, one at a time, and what became of those whose
 * answers did not arrive.
 *
 * <p>Invariants: (1) a number is used for one operation, which may be sent again only after a host
 * has said that it is not committed; (2) to ask is to fence: the session that asks has ended the
 * one before, so what was not committed then never will be; (3) no number is sent while an earlier
 * one is open, since a higher number tells the host that the lower ones are settled.
 *
 * <p>Guarded by the lock of the session's {@link Attachment}, which callers hold.
 */
final class Operations {

  /** An operation of which the client has been told that its outcome is unknown. */
  private static final class Open {
    private final long number;
    private Boolean committed;

    Open(long number) {
      this.number = number;
    }
  }

  private final Attachment attachment;
  private final SessionState state;
  private final Runnable before;
  private final Runnable afterwards;
  private long last;
  private Open open;

  /**
   * No operations yet.
   *
   * @param before called when a question is about to be asked on behalf of an exception
   * @param afterwards called when it has been asked
   */
  Operations(Attachment attachment, SessionState state, Runnable before, Runnable afterwards) {
    this.attachment = attachment;
    this.state = state;
    this.before = before;
    this.afterwards = afterwards;
  }

  /** The number of the next operation, once the one before is settled. */
  long next() throws SQLException {
    settle();
    return ++last;
  }

  /** Whether any host may keep an outcome of this session. */
  boolean any() {
    return last != 0;
  }

  /** Whether an operation is open, so that the host must not forget it. */
  boolean anyOpen() {
    return open != null;
  }

  private void settle() throws SQLException {
    if (open != null) {
      open.committed = find(open.number).kind() != Outcome.Kind.NOT_COMMITTED;
      open = null;
    }
  }

  /**
   * Finds out what became of an operation whose host is gone.
   *
   * @throws OutcomeUnknownException when no host can be asked in time
   */
  Outcome ask(long number, SQLException lost) throws SQLException {
    try {
      return find(number);
    } catch (SQLException e) {
      e.addSuppressed(lost);
      throw unknown(number, e);
    }
  }

  /** The error for an operation of which nobody can be asked now. */
  SQLException unknown(long number, SQLException cause) {
    Open unanswered = new Open(number);
    open = unanswered;
    return new OutcomeUnknownException(
        "It is not known whether this write was committed: "
            + cause.getMessage()
            + ". Do not repeat it unseen; OutcomeUnknownException.committed() finds out as soon as a"
            + " host answers",
        limit -> committed(unanswered, limit),
        cause);
  }

  private boolean committed(Open unanswered, Duration limit) throws SQLException {
    before.run();
    attachment.enter();
    try {
      if (unanswered.committed == null) {
        attachment.within(limit, this::settle);
      }
      return unanswered.committed;
    } catch (SQLException e) {
      throw new OutcomeUnknownException(
          "It is still not known whether the write was committed: " + e.getMessage(),
          later -> committed(unanswered, later),
          e);
    } finally {
      attachment.leave();
      afterwards.run();
    }
  }

  private Outcome find(long number) throws SQLException {
    boolean failedBefore = false;
    while (true) {
      boolean restored = attachAsFarAsPossible();
      try {
        return attachment.current().outcome(number);
      } catch (HostLostException e) {
        attachment.detach();
        if (e.progress() == Progress.SILENT || e.engineFailed() && failedBefore) {
          throw ErrorCode.CONNECTION_LOST.exception(e.getMessage(), e);
        }
        failedBefore |= e.engineFailed();
      } finally {
        if (!restored) {
          // Good for a question only: it has not the schema and the settings of the one before.
          attachment.detach();
        }
      }
    }
  }

  // What the session has lost with its host is told by its next call; this one has its own answer.
  private boolean attachAsFarAsPossible() throws SQLException {
    try {
      attachment.attached();
      return true;
    } catch (SQLException e) {
      if (!SessionState.isLoss(e)) {
        throw e;
      }
      state.tellAgain();
      attachment.attachedAsItIs();
      return false;
    }
  }
}
