package dev.bolt.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.ErrorCode;
import dev.bolt.metrics.CallMeter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ActivityWindowTest {

  private final CallMeter meter = new CallMeter();
  private final ActivityWindow window = new ActivityWindow(seconds(100), meter.figures());

  private static long seconds(long seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }

  private Activity at(long seconds) {
    return window.until(seconds(seconds), meter.figures());
  }

  @Test
  void shouldForgetWhatIsOlderThanAMinute() {
    meter.queried(System.nanoTime());
    meter.failed(ErrorCode.IO.exception("x"));
    assertThat(at(110).queries().count()).isEqualTo(1);
    assertThat(at(110).window()).isEqualTo(Duration.ofSeconds(10));
    assertThat(at(120).errors()).containsEntry("58030", 1L);
    meter.queried(System.nanoTime());
    assertThat(at(150).queries().count()).isEqualTo(2);
    for (int now = 151; now < 400; now++) {
      Activity activity = at(now);
      assertThat(activity.window()).isLessThanOrEqualTo(ActivityWindow.LENGTH.plusSeconds(30));
    }
    assertThat(at(400).queries().count()).isZero();
    assertThat(at(400).errors()).isEmpty();
    assertThat(at(400).window()).isGreaterThanOrEqualTo(ActivityWindow.LENGTH);
  }

  @Test
  void shouldTellTheTimesOfTheWindowAlone() {
    meter.updated(System.nanoTime() - seconds(5));
    assertThat(at(101).updates().max()).isGreaterThanOrEqualTo(Duration.ofSeconds(4));
    for (int now = 110; now <= 180; now += 10) {
      at(now);
    }
    meter.updated(System.nanoTime());
    assertThat(at(190).updates().count()).isEqualTo(1);
    assertThat(at(190).updates().max()).isLessThan(Duration.ofSeconds(4));
  }

  @Test
  void shouldLookLessOftenWhereLooksAreDear() {
    Pace pace = new Pace(Duration.ofSeconds(1));
    assertThat(pace.nanosAfter(0)).isEqualTo(seconds(1));
    assertThat(pace.nanosAfter(Duration.ofMillis(5).toNanos())).isEqualTo(seconds(1));
    assertThat(pace.nanosAfter(Duration.ofMillis(50).toNanos())).isEqualTo(seconds(10));
  }
}
