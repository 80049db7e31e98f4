package dev.bolt.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DurationsTest {

  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S, 500ms",
    "30, PT30S, 30s",
    "30s, PT30S, 30s",
    "90s, PT1M30S, 90s",
    "2m, PT2M, 2m",
    "120 s, PT2M, 2m",
    "1h, PT1H, 1h",
    "0, PT0S, 0s",
  })
  void shouldReadAndWrite(String text, Duration duration, String written) {
    assertThat(Durations.parse(text)).contains(duration);
    assertThat(Durations.format(duration)).isEqualTo(written);
    assertThat(Durations.parse(written)).contains(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "-1", "1.5s", "1 day", "PT1S", "9999999999999999999s"})
  void shouldRefuseAllElse(String text) {
    assertThat(Durations.parse(text)).isEmpty();
  }
}
