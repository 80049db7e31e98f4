package dev.bolt.metrics;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.AtomicHistogram;

/** What a {@link CallMeter} had counted and timed at a moment, or between two. Immutable. */
public final class CallFigures {
  private final AtomicHistogram queries;
  private final AtomicHistogram updates;
  private final AtomicHistogram transactions;
  private final Map<String, Long> errors;
  private final long retries;

  /** Takes histograms that nobody changes any more. */
  CallFigures(
      AtomicHistogram queries,
      AtomicHistogram updates,
      AtomicHistogram transactions,
      Map<String, Long> errors,
      long retries) {
    this.queries = queries;
    this.updates = updates;
    this.transactions = transactions;
    this.errors = Collections.unmodifiableMap(new TreeMap<>(errors));
    this.retries = retries;
  }

  /** Queries, those in transactions too; a stream until its first row. */
  public CallTimes queries() {
    return CallTimes.of(queries);
  }

  /** Executions and batches, those in transactions too. */
  public CallTimes updates() {
    return CallTimes.of(updates);
  }

  /** Transactions that were committed. */
  public CallTimes transactions() {
    return CallTimes.of(transactions);
  }

  /** How often an error was reported, by SQLState; those that never were are not there. */
  public Map<String, Long> errors() {
    return errors;
  }

  /** How often something was run again. */
  public long retries() {
    return retries;
  }

  /** What has come to an earlier moment of the same meter since. */
  public CallFigures since(CallFigures earlier) {
    Map<String, Long> more = new TreeMap<>();
    errors.forEach(
        (state, count) -> {
          long added = count - earlier.errors.getOrDefault(state, 0L);
          if (added > 0) {
            more.put(state, added);
          }
        });
    return new CallFigures(
        difference(queries, earlier.queries),
        difference(updates, earlier.updates),
        difference(transactions, earlier.transactions),
        more,
        retries - earlier.retries);
  }

  // Each count of a histogram only grows, so none becomes negative.
  private static AtomicHistogram difference(AtomicHistogram now, AbstractHistogram earlier) {
    AtomicHistogram difference = now.copy();
    difference.subtract(earlier);
    return difference;
  }
}
