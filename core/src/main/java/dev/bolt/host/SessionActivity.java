package dev.bolt.host;

import dev.bolt.engine.TransactionState;
import dev.bolt.transport.SessionStatus;
import java.time.Duration;
import java.util.Optional;

/**
 * What a session does, written by its thread and read by whoever asks. Thread-safe: it is replaced
 * as a whole.
 */
final class SessionActivity {

  private static final int TEXT_LENGTH = 200;

  private record Now(TransactionState transaction, String running, long since) {}

  private volatile Now now = new Now(TransactionState.NONE, null, System.nanoTime());

  /** A request has begun. */
  void begin(String what) {
    now = new Now(now.transaction, what, System.nanoTime());
  }

  /** The request that has begun is to run a statement. */
  void runs(String sql) {
    Now begun = now;
    String text = sql.length() > TEXT_LENGTH ? sql.substring(0, TEXT_LENGTH) + "…" : sql;
    now = new Now(begun.transaction, text, begun.since);
  }

  /** The request is over. */
  void end(TransactionState transaction) {
    now = new Now(transaction, null, System.nanoTime());
  }

  /** What it does now. */
  SessionStatus status(long number) {
    Now seen = now;
    return new SessionStatus(
        number,
        seen.transaction,
        Optional.ofNullable(seen.running),
        Duration.ofNanos(Math.max(0, System.nanoTime() - seen.since)));
  }
}
