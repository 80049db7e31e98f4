package dev.bolt.health;

import dev.bolt.metrics.CallFigures;
import dev.bolt.metrics.CallTimes;
import java.time.Duration;
import java.util.Map;

/**
 * What the calls of this process came to lately. Immutable.
 *
 * @param window in how long: a minute, up to half of one more, and longer where looks are further
 *     apart; less in the first one
 * @param queries queries, those in transactions too
 * @param updates executions and batches, those in transactions too
 * @param transactions transactions that were committed
 * @param errors how often the database reported an error, by SQLState, whether or not a retry made
 *     up for it; those that did not occur are not there
 * @param retries how often a call or transaction was run again
 */
public record Activity(
    Duration window,
    CallTimes queries,
    CallTimes updates,
    CallTimes transactions,
    Map<String, Long> errors,
    long retries) {

  public Activity {
    errors = Map.copyOf(errors);
  }

  static Activity of(Duration window, CallFigures calls) {
    return new Activity(
        window,
        calls.queries(),
        calls.updates(),
        calls.transactions(),
        calls.errors(),
        calls.retries());
  }

  /** How many queries, executions and batches have succeeded. */
  public long operations() {
    return queries.count() + updates.count();
  }

  /** How many errors there were. */
  public long errorCount() {
    return errors.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The same as {@link #operations}, per second. */
  public double operationsPerSecond() {
    return perSecond(operations());
  }

  /** The errors with an SQLState, per second. */
  public double errorsPerSecond(String sqlState) {
    return perSecond(errors.getOrDefault(sqlState, 0L));
  }

  private double perSecond(long count) {
    return window.isZero() ? 0 : count * 1e9 / window.toNanos();
  }
}
