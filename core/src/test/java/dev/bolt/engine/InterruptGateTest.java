package dev.bolt.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class InterruptGateTest {

  private final AtomicInteger interrupts = new AtomicInteger();
  private final InterruptGate gate = new InterruptGate(interrupts::incrementAndGet);

  @Test
  void shouldInterruptUntilTheCallIsOverAndNotTheNextOne() {
    gate.enter();
    StatementTimeouts.cancel(gate);
    assertThat(interrupts).hasValueGreaterThanOrEqualTo(1);
    await().until(() -> interrupts.get() >= 4);

    assertThat(gate.leave()).isTrue();
    int atEnd = interrupts.get();
    gate.enter();

    // The one thread that repeats comes to this after all that it may have left to do.
    AtomicInteger later = new AtomicInteger();
    InterruptGate other = new InterruptGate(later::incrementAndGet);
    StatementTimeouts.arm(Duration.ofMillis(100), other, other.enter());
    await().until(() -> later.get() > 0);
    other.leave();
    assertThat(interrupts).hasValue(atEnd);
    assertThat(gate.leave()).isFalse();
  }

  @Test
  void shouldRepeatOnceForAllWhoCancel() {
    long call = gate.enter();
    assertThat(gate.cancel(0)).isEqualTo(call);
    assertThat(gate.cancel(0)).isZero();
    assertThat(gate.cancel(call)).isZero();
    assertThat(gate.repeat(call)).isTrue();
    assertThat(gate.repeat(call + 1)).isFalse();
    assertThat(gate.cancelled()).isTrue();
    assertThat(gate.leave()).isTrue();
    assertThat(gate.repeat(call)).isFalse();
  }

  @Test
  void shouldNotInterruptWhereNothingRuns() {
    StatementTimeouts.cancel(gate);
    gate.enter();
    assertThat(gate.leave()).isFalse();
    StatementTimeouts.cancel(gate);
    assertThat(interrupts).hasValue(0);
  }
}
