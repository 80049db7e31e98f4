package dev.bolt.config;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times as people write them: {@code 500ms}, {@code 30s}, {@code 2m}, {@code 1h}; a number alone is
 * seconds, as in {@link java.sql.Statement#setQueryTimeout}. Stateless.
 */
public final class Durations {
  private static final Pattern FORM = Pattern.compile("(\\d{1,15})\\s*(ms|s|m|h)?");
  private static final Map<String, ChronoUnit> UNITS =
      Map.of(
          "ms", ChronoUnit.MILLIS,
          "s", ChronoUnit.SECONDS,
          "m", ChronoUnit.MINUTES,
          "h", ChronoUnit.HOURS);

  private Durations() {}

  /** The time that a text names, or empty if it names none. */
  public static Optional<Duration> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    ChronoUnit unit = matcher.group(2) == null ? ChronoUnit.SECONDS : UNITS.get(matcher.group(2));
    try {
      return Optional.of(Duration.of(Long.parseLong(matcher.group(1)), unit));
    } catch (DateTimeException | ArithmeticException e) {
      // Longer than a Duration can be.
      return Optional.empty();
    }
  }

  /** A text that {@link #parse} takes back, with the largest unit that fits. */
  public static String format(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1000 != 0) {
      return millis + "ms";
    }
    long seconds = millis / 1000;
    if (seconds % 60 != 0 || seconds == 0) {
      return seconds + "s";
    }
    return seconds % 3600 != 0 ? seconds / 60 + "m" : seconds / 3600 + "h";
  }
}
