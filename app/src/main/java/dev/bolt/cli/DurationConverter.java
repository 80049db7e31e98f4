package dev.bolt.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 60}, {@code 60s}, {@code 1.5}, {@code 500ms}, {@code 2m}, {@code 1h}. */
final class DurationConverter implements ITypeConverter<Duration> {

  private static final Pattern FORM = Pattern.compile("([0-9]+(?:\\.[0-9]+)?) ?(ms|s|m|h|)");
  private static final int MILLIS_PER_SECOND = 1000;

  @Override
  public Duration convert(String text) {
    Matcher matcher = FORM.matcher(text.trim());
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "'" + text + "' is not a duration; write seconds, or 500ms, 2m, 1h");
    }
    double millis = Double.parseDouble(matcher.group(1)) * millisPer(matcher.group(2));
    return Duration.ofMillis(Math.round(millis));
  }

  private static int millisPer(String unit) {
    return switch (unit) {
      case "ms" -> 1;
      case "m" -> 60 * MILLIS_PER_SECOND;
      case "h" -> 3600 * MILLIS_PER_SECOND;
      default -> MILLIS_PER_SECOND;
    };
  }
}
