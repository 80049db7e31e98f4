package dev.bolt.database;

import dev.bolt.metrics.CallFigures;
import dev.bolt.metrics.CallTimes;
import dev.bolt.pool.PoolStats;
import java.util.Map;

/**
 * What a {@link ConcurrentDatabase} has done since it was opened. Immutable.
 *
 * @param queries queries, those in transactions too; a stream until its first row
 * @param updates executions and batches, those in transactions too
 * @param transactions transactions that were committed
 * @param errors how often the database reported an error, by SQLState, whether or not a retry made
 *     up for it; {@link dev.bolt.ErrorCode} has the SQLStates
 * @param retries how often a call or transaction was run again
 * @param pool the connections now
 */
public record DatabaseStats(
    CallTimes queries,
    CallTimes updates,
    CallTimes transactions,
    Map<String, Long> errors,
    long retries,
    PoolStats pool) {

  static DatabaseStats of(CallFigures calls, PoolStats pool) {
    return new DatabaseStats(
        calls.queries(),
        calls.updates(),
        calls.transactions(),
        calls.errors(),
        calls.retries(),
        pool);
  }

  /** How many queries, executions and batches have succeeded. */
  public long operations() {
    return queries.count() + updates.count();
  }

  /** How many errors the database has reported. */
  public long errorCount() {
    return errors.values().stream().mapToLong(Long::longValue).sum();
  }
}
