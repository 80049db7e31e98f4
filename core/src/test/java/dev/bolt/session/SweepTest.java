package dev.bolt.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SweepTest {
  private static final long HOUR = Duration.ofHours(1).toNanos();

  private final AtomicLong clock = new AtomicLong();
  private final AtomicInteger looks = new AtomicInteger();

  @Test
  void shouldLookOnceHoweverOftenTheTimeIsSet() {
    try (Sweep sweep = new Sweep(clock::get, () -> looks.incrementAndGet() == 1 ? 0 : HOUR)) {
      for (int i = 0; i < 1_000; i++) {
        sweep.by(HOUR - i);
      }
      sweep.by(0);
      // The first look has asked for another one at once.
      await().until(() -> looks.get() == 2);
      sweep.by(2 * HOUR);
      sweep.by(0);
      await().until(() -> looks.get() == 3);
    }
    assertThat(looks).hasValue(3);
  }

  @Test
  void shouldGoOnAfterALookThatFails() {
    LongSupplier failing =
        () -> {
          if (looks.incrementAndGet() == 1) {
            throw new IllegalStateException("once");
          }
          return Sweep.NEVER;
        };
    try (Sweep sweep = new Sweep(clock::get, failing)) {
      sweep.by(0);
      await().until(() -> looks.get() == 2);
    }
  }

  @Test
  void shouldLookNoMoreWhenItIsClosed() {
    Sweep sweep = new Sweep(clock::get, () -> looks.incrementAndGet());
    sweep.by(HOUR);
    sweep.close();
    sweep.close();
    sweep.by(0);
    assertThat(looks).hasValue(0);
  }
}
