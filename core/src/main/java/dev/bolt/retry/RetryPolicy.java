package dev.bolt.retry;

import dev.bolt.ErrorCode;
import dev.bolt.ErrorCode.Retry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;

/**
 * Runs work again after a failure that lets it: exponential backoff with full jitter, a number of
 * retries, and a time after which there is none. Immutable.
 *
 * <p>The work is a whole: one statement in auto-commit mode, or a transaction from its beginning.
 * It is run again after a failure whose {@link ErrorCode} has {@link Retry#TRANSACTION}, since all
 * of it was rolled back, or {@link Retry#CONNECTION}, since it never reached the database. After
 * every other failure it is not: least of all after {@link ErrorCode#OUTCOME_UNKNOWN}, where it may
 * be committed.
 *
 * <p>The pause before retry <em>i</em> is drawn at random from zero to {@code 10 ms × 10^(i-1)},
 * never to more than the longest pause. Two who met in a conflict so meet again less likely each
 * time, and three retries reach from the time of a transaction to that of a takeover.
 */
public final class RetryPolicy {

  /**
   * The work.
   *
   * @param <T> what it returns
   * @param <X> what it throws besides {@link SQLException}
   */
  @FunctionalInterface
  public interface Work<T, X extends Exception> {
    /** Does all of it. */
    T run() throws SQLException, X;
  }

  /** Hears of every retry before its pause. */
  @FunctionalInterface
  public interface Listener {
    /**
     * The work failed and will be run again.
     *
     * @param retry the number of the retry, from 1
     * @param pause how long it waits first
     * @param failure why
     */
    void retrying(int retry, Duration pause, SQLException failure);
  }

  /** Waits. */
  @FunctionalInterface
  interface Sleeper {
    void sleep(Duration pause) throws InterruptedException;
  }

  private static final long FIRST_PAUSE_NANOS = Duration.ofMillis(10).toNanos();
  private static final int GROWTH = 10;

  private final int retries;
  private final long longestPause;
  private final long budget;
  private final Sleeper sleeper;
  private final LongUnaryOperator random;
  private final LongSupplier nanoClock;

  /**
   * A policy.
   *
   * @param retries how often work is run again, at most; 0 for never
   * @param longestPause the longest pause between two tries
   * @param budget how long after the first try began another one may begin
   * @throws IllegalArgumentException when one of them is negative
   */
  public RetryPolicy(int retries, Duration longestPause, Duration budget) {
    this(
        retries,
        longestPause,
        budget,
        pause -> Thread.sleep(pause.toMillis(), pause.toNanosPart() % 1_000_000),
        bound -> ThreadLocalRandom.current().nextLong(bound),
        System::nanoTime);
  }

  /** The same with other clocks and chance. */
  RetryPolicy(
      int retries,
      Duration longestPause,
      Duration budget,
      Sleeper sleeper,
      LongUnaryOperator random,
      LongSupplier nanoClock) {
    if (retries < 0 || longestPause.isNegative() || budget.isNegative()) {
      throw new IllegalArgumentException(
          "Retries "
              + retries
              + ", pause "
              + longestPause
              + ", budget "
              + budget
              + ": not below 0");
    }
    this.retries = retries;
    this.longestPause = longestPause.toNanos();
    this.budget = budget.toNanos();
    this.sleeper = sleeper;
    this.random = random;
    this.nanoClock = nanoClock;
  }

  /**
   * Runs work until it succeeds, fails for good, or may not be run again.
   *
   * <p>The last failure is the one that is thrown; those before it are its {@linkplain
   * Throwable#getSuppressed() suppressed} ones.
   *
   * @throws SQLException with SQLState 57014 when the thread is interrupted in a pause, and stays
   *     interrupted; nothing has been done then
   */
  public <T, X extends Exception> T call(Work<T, X> work, Listener listener)
      throws SQLException, X {
    long start = nanoClock.getAsLong();
    SQLException failure = null;
    for (int retry = 0; ; retry++) {
      try {
        return work.run();
      } catch (SQLException e) {
        if (failure != null && failure != e) {
          e.addSuppressed(failure);
        }
        failure = e;
      }
      long pause = pause(retry);
      boolean late = nanoClock.getAsLong() - start + pause > budget;
      if (late || retry == retries || !mayRetry(failure)) {
        throw failure;
      }
      listener.retrying(retry + 1, Duration.ofNanos(pause), failure);
      sleep(pause, failure);
    }
  }

  private static boolean mayRetry(SQLException failure) {
    return ErrorCode.of(failure).filter(code -> code.retry() != Retry.NEVER).isPresent();
  }

  private long pause(int retriesBefore) {
    long longest = FIRST_PAUSE_NANOS;
    for (int i = 0; i < retriesBefore && longest < longestPause; i++) {
      longest *= GROWTH;
    }
    return random.applyAsLong(Math.min(longest, longestPause) + 1);
  }

  private void sleep(long nanos, SQLException failure) throws SQLException {
    try {
      sleeper.sleep(Duration.ofNanos(nanos));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ErrorCode.INTERRUPTED.exception(
          "The thread was interrupted while it waited to try again, and nothing has been done."
              + " The failure before: "
              + failure.getMessage(),
          failure);
    }
  }
}
