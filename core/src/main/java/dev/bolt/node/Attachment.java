package dev.bolt.node;

import dev.bolt.ErrorCode;
import dev.bolt.client.HostLostException;
import dev.bolt.client.HostLostException.Progress;
import dev.bolt.engine.ClientId;
import dev.bolt.engine.EngineSession;
import dev.bolt.engine.SessionContext;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What ties a {@link SharedSession} to the role of this process: the session that is behind it now.
 *
 * <p>Its user holds the lock during each call, from {@link #enter} to {@link #leave}; the node
 * takes the session off a role between two of them. Without the lock are called: {@link #current}
 * and, by the node, {@link #askToDetach} and {@link #awaitDetached}; {@link #cursorEnded} by its
 * user.
 */
final class Attachment {

  private static final Logger LOG = LoggerFactory.getLogger(Attachment.class);

  /** How long a cancelled call of this process may take to end. */
  private static final Duration CANCEL_LIMIT = Duration.ofSeconds(5);

  private static final Duration SLICE = Duration.ofMillis(10);

  /**
   * How long one attempt to find a host may take that has nobody to wait for: opening the engine,
   * which may have a log to replay. The limit of a session is for waiting.
   */
  private static final Duration ATTEMPT = Duration.ofSeconds(10);

  private final HostedNode node;
  private final SessionContext context;
  private final ClientId client;
  private final SessionState state;
  private final Runnable transactionCutOff;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile EngineSession behind;
  private volatile boolean detaching;
  private int openCursors;
  private Duration limit;

  /**
   * Ties nothing yet.
   *
   * @param client who asks hosts for the outcome of operations
   * @param limit how long a host is waited for
   * @param state what every session that comes to be behind is brought to
   * @param transactionCutOff called under the lock when an open transaction took too long to end
   */
  Attachment(
      HostedNode node,
      SessionContext context,
      ClientId client,
      Duration limit,
      SessionState state,
      Runnable transactionCutOff) {
    this.node = node;
    this.context = context;
    this.client = client;
    this.limit = limit;
    this.state = state;
    this.transactionCutOff = transactionCutOff;
  }

  /** Begins a call. */
  void enter() {
    lock.lock();
  }

  /** Ends a call, and lets the role go if the node has asked for that meanwhile. */
  void leave() {
    lock.unlock();
    if (detaching) {
      detachIfSettled();
    }
  }

  /** The session that is behind, or null. */
  EngineSession current() {
    return behind;
  }

  /** The session that is behind, opened with the next host if the last one is gone. */
  EngineSession attached() throws SQLException {
    return attached(true);
  }

  /** The same, without bringing a new one to the state of the one before. */
  EngineSession attachedAsItIs() throws SQLException {
    return attached(false);
  }

  private EngineSession attached(boolean restored) throws SQLException {
    return behind != null
        ? behind
        : attach(System.nanoTime() + limit.plus(ATTEMPT).toNanos(), limit, restored);
  }

  /** Something that needs a session behind this one. */
  interface Work {
    void run() throws SQLException;
  }

  /** Does something while a host is waited for as long as is said here. */
  void within(Duration time, Work work) throws SQLException {
    Duration usual = limit;
    limit = time;
    try {
      work.run();
    } finally {
      limit = usual;
    }
  }

  private EngineSession attach(long deadline, Duration waited, boolean restored)
      throws SQLException {
    boolean failedBefore = false;
    while (true) {
      Role role = node.awaitRole(deadline, waited);
      try {
        Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
        EngineSession session = role.openSession(context, client, left);
        behind = session;
        // Only now would the node see this session when it gives the role up; so if it does not
        // serve it any more, it may not have.
        if (node.serves(role)) {
          if (restored) {
            state.restore(session);
          }
          return session;
        }
        detach();
      } catch (HostLostException e) {
        detach();
        if (e.progress() == Progress.SILENT
            || System.nanoTime() - deadline >= 0
            || e.engineFailed() && failedBefore) {
          throw ErrorCode.CONNECTION_LOST.exception(e.getMessage(), e);
        }
        failedBefore |= e.engineFailed();
        node.lost(role);
      } catch (SQLException e) {
        detach();
        if (node.serves(role) || SessionState.isLoss(e)) {
          throw e;
        }
        LOG.debug("The role was given up meanwhile: {}", e.getMessage());
      }
    }
  }

  /**
   * Whether a session answers within a time: the one that is behind, or one with the next host if
   * the last one is gone. Nothing is lost by asking: what ended with a host is left to be told by
   * the next call.
   */
  boolean answers(Duration time) throws SQLException {
    long deadline = System.nanoTime() + time.toNanos();
    EngineSession session = behind;
    if (session != null && session.isValid(time)) {
      return true;
    }
    // A host that is silent has used the time up, and its session may yet go on.
    boolean over = deadline - System.nanoTime() <= 0;
    if (over || state.losesObjects() || session != null && session.transaction().open()) {
      return false;
    }
    detach();
    attach(deadline, time, true);
    return true;
  }

  /** Closes the session that is behind, if there is one. */
  void detach() {
    EngineSession session = behind;
    openCursors = 0;
    try {
      if (session != null) {
        session.close();
      }
    } catch (SQLException e) {
      LOG.debug("The session with the last host could not be closed: {}", e.getMessage());
    } finally {
      // Only now, since the node closes the engine when nothing is behind any more.
      behind = null;
      detaching = false;
    }
  }

  /** A result of the session that is behind is being read. */
  void cursorOpened() {
    openCursors++;
  }

  /** A result has given all it has, or was closed; it may be one of an earlier session. */
  void cursorEnded(EngineSession origin) {
    if (behind == origin) {
      openCursors--;
    }
  }

  /** Lets the role go as soon as nothing would be lost by it. */
  void askToDetach() {
    if (behind != null) {
      detaching = true;
      detachIfSettled();
    }
  }

  // The flag is raised before the lock is tried: either this finds the lock free, or the call that
  // has it finds the flag raised when it lets go.
  private void detachIfSettled() {
    if (lock.tryLock()) {
      try {
        EngineSession session = behind;
        if (session == null || !session.transaction().open() && openCursors == 0) {
          detach();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /** Waits until the role has been let go; what is still under way after the time is cut off. */
  void awaitDetached(Duration time) {
    long deadline = System.nanoTime() + time.toNanos();
    while (holdsRole() && deadline - System.nanoTime() > 0) {
      detachIfSettled();
      pause(deadline);
    }
    if (holdsRole()) {
      cutOff();
    }
    if (behind == null) {
      detaching = false;
    }
  }

  // Whoever has lost the session behind has let the role go too, whatever it waits for now.
  private boolean holdsRole() {
    return detaching && behind != null;
  }

  private void pause(long deadline) {
    try {
      // Woken when the running call ends; an idle transaction has nothing that would wake us.
      long nanos = Math.min(deadline - System.nanoTime(), TimeUnit.MILLISECONDS.toNanos(10));
      if (lock.tryLock(Math.max(0, nanos), TimeUnit.NANOSECONDS)) {
        lock.unlock();
        TimeUnit.NANOSECONDS.sleep(Math.max(0, nanos));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // Not in one wait: a call that has lost its role holds the lock until it has the next one.
  private boolean lockToDetach() throws InterruptedException {
    long deadline = System.nanoTime() + CANCEL_LIMIT.toNanos();
    while (holdsRole()) {
      if (lock.tryLock(SLICE.toMillis(), TimeUnit.MILLISECONDS)) {
        return true;
      }
      if (deadline - System.nanoTime() <= 0) {
        LOG.warn("A statement of this process does not end though it was cancelled");
        return false;
      }
    }
    return false;
  }

  private void cutOff() {
    try {
      EngineSession running = behind;
      if (running != null) {
        running.cancel();
      }
      if (!lockToDetach()) {
        return;
      }
    } catch (SQLException e) {
      LOG.warn("A statement of this process could not be cancelled: {}", e.getMessage());
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    try {
      if (behind != null && behind.transaction().open()) {
        transactionCutOff.run();
      }
      detach();
    } finally {
      lock.unlock();
    }
  }
}
