package dev.bolt.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bolt.ErrorCode;
import dev.bolt.OutcomeUnknownException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class RetryPolicyTest {
  private static final SQLException CONFLICT = ErrorCode.SERIALIZATION_FAILURE.exception("x");

  private final List<Duration> pauses = new ArrayList<>();
  private final AtomicInteger heard = new AtomicInteger();
  private final AtomicInteger tries = new AtomicInteger();
  private long now;

  /** A policy whose clock goes on in pauses only, which are as long as they may be. */
  private RetryPolicy policy(int retries, Duration budget) {
    return new RetryPolicy(
        retries,
        Duration.ofSeconds(1),
        budget,
        pause -> {
          pauses.add(pause);
          now += pause.toNanos();
        },
        bound -> bound - 1,
        () -> now);
  }

  private String failing(RetryPolicy policy, int times, SQLException failure) throws SQLException {
    return policy.call(
        () -> {
          if (tries.getAndIncrement() < times) {
            throw failure;
          }
          return "done";
        },
        (retry, pause, e) -> assertThat(retry).isEqualTo(heard.incrementAndGet()));
  }

  @Test
  void shouldRunAgainWithLongerAndLongerPauses() throws SQLException {
    assertThat(failing(policy(5, Duration.ofMinutes(1)), 5, CONFLICT)).isEqualTo("done");
    assertThat(tries).hasValue(6);
    assertThat(heard).hasValue(5);
    assertThat(pauses)
        .containsExactly(
            Duration.ofMillis(10),
            Duration.ofMillis(100),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1));
  }

  @Test
  void shouldGiveUpAfterItsRetriesWithAllFailures() {
    List<SQLException> failures = new ArrayList<>();
    RetryPolicy policy = policy(2, Duration.ofMinutes(1));
    SQLException last =
        catchThrowableOfType(
            SQLException.class,
            () ->
                policy.call(
                    () -> {
                      failures.add(ErrorCode.LOCK_TIMEOUT.exception("try " + failures.size()));
                      throw failures.get(failures.size() - 1);
                    },
                    (retry, pause, e) -> {}));
    assertThat(failures).hasSize(3);
    assertThat((Throwable) last).isSameAs(failures.get(2)).hasSuppressedException(failures.get(1));
    assertThat((Throwable) failures.get(1)).hasSuppressedException(failures.get(0));
  }

  @Test
  void shouldGiveUpAtTheEndOfItsBudget() {
    assertThatThrownBy(() -> failing(policy(100, Duration.ofMillis(1500)), 100, CONFLICT))
        .isSameAs(CONFLICT);
    // 10 ms, 100 ms, 1 s; another second would be beyond.
    assertThat(pauses).hasSize(3);
  }

  @Test
  void shouldCountTheFirstTryInItsBudget() {
    RetryPolicy policy = policy(3, Duration.ofSeconds(1));
    assertThatThrownBy(
            () ->
                policy.call(
                    () -> {
                      now += Duration.ofSeconds(2).toNanos();
                      throw CONFLICT;
                    },
                    (retry, pause, e) -> {}))
        .isSameAs(CONFLICT);
    assertThat(pauses).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void shouldRunAgainWhatTheCodeAllows(ErrorCode code) throws SQLException {
    RetryPolicy policy = policy(1, Duration.ofMinutes(1));
    SQLException failure = code.exception("x");
    if (code.retry() == ErrorCode.Retry.NEVER) {
      assertThatThrownBy(() -> failing(policy, 1, failure)).isSameAs(failure);
      assertThat(heard).hasValue(0);
    } else {
      assertThat(failing(policy, 1, failure)).isEqualTo("done");
      assertThat(heard).hasValue(1);
    }
  }

  @Test
  void shouldNeverRunAgainWhatMayBeCommitted() {
    RetryPolicy policy = policy(3, Duration.ofMinutes(1));
    SQLException unknown = new OutcomeUnknownException("x", null, CONFLICT);
    assertThatThrownBy(() -> failing(policy, 9, unknown)).isSameAs(unknown);
    // Several codes have this state, and no number tells which.
    SQLException ambiguous = new SQLException("x", ErrorCode.CONNECTION_LOST.sqlState());
    assertThatThrownBy(() -> failing(policy, 9, ambiguous)).isSameAs(ambiguous);
    assertThatThrownBy(() -> failing(policy, 9, new SQLException("x"))).hasMessage("x");
    assertThat(tries).hasValue(3);
  }

  @Test
  void shouldRunAgainAConflictWithANumberOfTheEngine() throws SQLException {
    SQLException failure = ErrorCode.SERIALIZATION_FAILURE.exception("x", 517, null);
    assertThat(failing(policy(1, Duration.ofMinutes(1)), 1, failure)).isEqualTo("done");
  }

  @Test
  void shouldLetOtherExceptionsPass() {
    RetryPolicy policy = policy(3, Duration.ofMinutes(1));
    InterruptedException other = new InterruptedException();
    assertThatThrownBy(
            () ->
                policy.call(
                    () -> {
                      throw other;
                    },
                    (retry, pause, e) -> {}))
        .isSameAs(other);
  }

  @Test
  void shouldEndItsPauseWhenInterrupted() {
    RetryPolicy policy = new RetryPolicy(3, Duration.ofHours(1), Duration.ofHours(2));
    Thread.currentThread().interrupt();
    try {
      SQLException failure =
          catchThrowableOfType(SQLException.class, () -> failing(policy, 9, CONFLICT));
      assertThat(ErrorCode.INTERRUPTED.is(failure)).isTrue();
      assertThat((Throwable) failure).hasCause(CONFLICT);
      assertThat(tries).hasValue(1);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void shouldRefuseNegativeSettings() {
    Duration second = Duration.ofSeconds(1);
    assertThatThrownBy(() -> new RetryPolicy(-1, second, second))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RetryPolicy(1, second.negated(), second))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RetryPolicy(1, second, second.negated()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
