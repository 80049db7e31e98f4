package dev.bolt.cli.agents;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What agents have done: what takes time in the measurement only, what is written and what fails in
 * the warmup too. Immutable.
 *
 * @param queries queries of rows by key
 * @param queryNanos how long they took together
 * @param slowestQueryNanos how long the slowest took
 * @param inserts rows that were inserted, each acknowledged
 * @param updates transactions under a lock that read a row and updated it, each acknowledged
 * @param locks locks that were acquired
 * @param lockNanos how long that took together
 * @param slowestLockNanos how long the slowest took
 * @param errors calls that failed
 * @param lockErrors those that failed for a lock of the database
 */
public record AgentFigures(
    long queries,
    long queryNanos,
    long slowestQueryNanos,
    long inserts,
    long updates,
    long locks,
    long lockNanos,
    long slowestLockNanos,
    long errors,
    long lockErrors) {

  private static final AgentFigures NONE = new AgentFigures(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** Nothing. */
  static AgentFigures none() {
    return NONE;
  }

  /** These and those of others. */
  AgentFigures plus(AgentFigures other) {
    return new AgentFigures(
        queries + other.queries,
        queryNanos + other.queryNanos,
        Math.max(slowestQueryNanos, other.slowestQueryNanos),
        inserts + other.inserts,
        updates + other.updates,
        locks + other.locks,
        lockNanos + other.lockNanos,
        Math.max(slowestLockNanos, other.slowestLockNanos),
        errors + other.errors,
        lockErrors + other.lockErrors);
  }

  private static double millis(long nanos, long count) {
    return count == 0 ? 0 : nanos / 1e6 / count;
  }

  /** The mean time of a query in milliseconds. */
  public double queryMillis() {
    return millis(queryNanos, queries);
  }

  /** The mean time to acquire a lock in milliseconds. */
  public double lockMillis() {
    return millis(lockNanos, locks);
  }

  /** In one line. */
  String line() {
    return Arrays.stream(
            new long[] {
              queries,
              queryNanos,
              slowestQueryNanos,
              inserts,
              updates,
              locks,
              lockNanos,
              slowestLockNanos,
              errors,
              lockErrors
            })
        .mapToObj(Long::toString)
        .collect(Collectors.joining(" "));
  }

  /**
   * The inverse of {@link #line}.
   *
   * @throws RuntimeException when it is no such line
   */
  static AgentFigures parse(String line) {
    long[] n = Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
    return new AgentFigures(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9]);
  }
}
