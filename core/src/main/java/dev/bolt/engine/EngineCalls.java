package dev.bolt.engine;

import dev.bolt.ErrorCode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Future;

/**
 * Runs the calls of one session into its engine: they can be cancelled and time out, and their
 * failures carry an SQLState.
 *
 * <p>Confined to the thread that uses the session, {@link #cancel()} excepted.
 */
abstract class EngineCalls {

  /** A call into the engine. */
  interface Call<T> {
    T run() throws SQLException;
  }

  /** A call that has no answer. */
  interface Action {
    void run() throws SQLException;
  }

  private final InterruptGate gate;

  EngineCalls(InterruptGate.Interrupt interrupt) {
    this.gate = new InterruptGate(interrupt);
  }

  /** The call that does something and answers nothing. */
  static Call<Void> doing(Action action) {
    return () -> {
      action.run();
      return null;
    };
  }

  /**
   * Runs a call.
   *
   * @param timeout the time after which it is cancelled, or null
   */
  final <T> T run(Duration timeout, Call<T> call) throws SQLException {
    begins();
    long number = gate.enter();
    Future<?> timer = StatementTimeouts.arm(timeout, gate, number);
    boolean cancelled = false;
    try {
      try {
        admit();
        return call.run();
      } finally {
        StatementTimeouts.disarm(timer);
        cancelled = ended(gate.leave());
      }
    } catch (SQLException e) {
      // What is committed is not cancelled.
      boolean interrupted = cancelled && !ErrorCode.DURABILITY_UNKNOWN.is(e);
      throw interrupted ? interrupted(timeout, e) : explained(e);
    } catch (RuntimeException e) {
      throw failed(e);
    }
  }

  /**
   * Runs a call that is over at once. It does not enter the gate: a cancel meanwhile finds nothing
   * that runs, as it would a moment later.
   */
  final void runAtOnce(Action action) throws SQLException {
    try {
      action.run();
    } catch (SQLException e) {
      throw explained(e);
    } catch (RuntimeException e) {
      throw failed(e);
    }
  }

  /** A call is about to begin, and cannot be cancelled yet. */
  abstract void begins();

  /**
   * Waits until the engine may be called; a cancel ends that.
   *
   * @throws SQLException when it was cancelled
   */
  void admit() throws SQLException {
    // Most engines may be called at once.
  }

  /**
   * A call is over.
   *
   * @param cancelled whether it was cancelled
   * @return the same, if what a cancel left behind could be cleared up
   */
  abstract boolean ended(boolean cancelled) throws SQLException;

  /** The failure of the engine as Bolt reports it. */
  abstract SQLException explained(SQLException failure);

  /** Whether the call that runs has been cancelled. */
  final boolean cancelled() {
    return gate.cancelled();
  }

  /** Cancels the call that runs, if one does. Any thread. */
  final void cancel() {
    StatementTimeouts.cancel(gate);
  }

  /** The error for a driver that failed in a way that no driver should. */
  static SQLException failed(RuntimeException cause) {
    return ErrorCode.ENGINE.exception("The engine's driver failed: " + cause, cause);
  }

  private static SQLException interrupted(Duration timeout, SQLException cause) {
    return ErrorCode.INTERRUPTED.exception(
        timeout == null
            ? "The statement was cancelled"
            : "The statement was cancelled, or its query timeout of "
                + timeout.toMillis() / 1000.0
                + " s has passed",
        cause);
  }
}
