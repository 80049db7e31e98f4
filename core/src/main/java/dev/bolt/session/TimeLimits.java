package dev.bolt.session;

import dev.bolt.ErrorCode;
import dev.bolt.config.Durations;
import dev.bolt.database.DedicatedConnection;
import java.time.Duration;
import java.util.Optional;

/**
 * The limits of a session's time: how long nobody may use it, and how long what it does may take.
 * Thread-safe.
 */
final class TimeLimits {
  private final String name;
  private final DedicatedConnection connection;
  private final Surroundings around;

  TimeLimits(String name, DedicatedConnection connection, Surroundings around) {
    this.name = name;
    this.connection = connection;
    this.around = around;
  }

  /** Ends the session if nobody has used it for too long, and says whether that was so. */
  boolean expireIfDue() {
    Duration timeout = around.config().sessionTimeout();
    String message =
        "Session '"
            + name
            + "' has expired: nobody used it for "
            + Durations.format(timeout)
            + ". Open it again; its settings and temporary objects are gone. sessionTimeout sets"
            + " the time";
    boolean expires = connection.endIfIdle(timeout, ErrorCode.SESSION_EXPIRED, message);
    if (expires) {
      around.counts().expired();
    }
    return expires;
  }

  /**
   * Cancels what takes too long.
   *
   * @return when to look at the session again
   */
  long cancelIfDue() {
    long now = around.clock().getAsLong();
    long idle = around.config().sessionTimeout().toNanos();
    Optional<DedicatedConnection.Use> use = connection.use();
    if (use.isEmpty()) {
      // It may have been due and not have ended: somebody is about to use it.
      long due = connection.lastUsed() + idle;
      return due > now ? due : now + idle;
    }
    long end = use.get().since() + around.config().maxTransactionTime().toNanos();
    if (end > now) {
      return Math.min(end, now + idle);
    }
    cancel();
    return now + idle;
  }

  private void cancel() {
    Duration limit = around.config().maxTransactionTime();
    String message =
        "What session '"
            + name
            + "' was doing took longer than "
            + Durations.format(limit)
            + ", and was rolled back. Make it shorter, or raise maxTransactionTime";
    // Counted first, so that whoever is told finds himself in the statistics.
    connection.stop(
        limit, ErrorCode.TRANSACTION_TIMEOUT, message, () -> around.counts().timedOut());
  }
}
