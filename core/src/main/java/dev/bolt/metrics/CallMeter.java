package dev.bolt.metrics;

import dev.bolt.retry.RetryPolicy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.AtomicHistogram;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts and times the calls of a database. Thread-safe. */
public final class CallMeter implements RetryPolicy.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(CallMeter.class);
  private static final long LONGEST_NANOS = TimeUnit.HOURS.toNanos(1);
  private static final int DIGITS = 2;
  private static final String NO_STATE = "none";

  private final AtomicHistogram queries = new AtomicHistogram(LONGEST_NANOS, DIGITS);
  private final AtomicHistogram updates = new AtomicHistogram(LONGEST_NANOS, DIGITS);
  private final AtomicHistogram transactions = new AtomicHistogram(LONGEST_NANOS, DIGITS);
  private final Map<String, LongAdder> errors = new ConcurrentHashMap<>();
  private final LongAdder retries = new LongAdder();

  /** A query has succeeded that began at a time of {@link System#nanoTime}. */
  public void queried(long start) {
    record(queries, start);
  }

  /** An execution or batch has. */
  public void updated(long start) {
    record(updates, start);
  }

  /** A transaction has. */
  public void committed(long start) {
    record(transactions, start);
  }

  private static void record(AtomicHistogram times, long start) {
    times.recordValue(Math.min(Math.max(0, System.nanoTime() - start), LONGEST_NANOS));
  }

  /** The database has reported an error; one without an SQLState counts as {@code none}. */
  public void failed(SQLException failure) {
    String state = failure.getSQLState();
    errors.computeIfAbsent(state == null ? NO_STATE : state, s -> new LongAdder()).increment();
  }

  @Override
  public void retrying(int retry, Duration pause, SQLException failure) {
    retries.increment();
    LOG.debug("Retry {} in {} after {}", retry, pause, failure.getMessage());
  }

  /** All so far. */
  public CallFigures figures() {
    Map<String, Long> counts = new TreeMap<>();
    errors.forEach((state, count) -> counts.put(state, count.sum()));
    return new CallFigures(
        queries.copy(), updates.copy(), transactions.copy(), counts, retries.sum());
  }
}
