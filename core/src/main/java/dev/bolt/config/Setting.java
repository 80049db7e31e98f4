package dev.bolt.config;

import java.time.Duration;
import java.util.List;

/**
 * A setting that a program makes in Java: its name, default, range and meaning, which code and
 * documentation share. Immutable.
 */
public final class Setting {
  private static final List<String> FLAG = List.of("true", "false");

  private final String key;
  private final Object defaultValue;
  private final String defaultText;
  private final Object minimum;
  private final Object maximum;
  private final List<String> choices;
  private final String description;

  private Setting(
      String key,
      Object defaultValue,
      String defaultText,
      Object minimum,
      Object maximum,
      List<String> choices,
      String description) {
    this.key = key;
    this.defaultValue = defaultValue;
    this.defaultText = defaultText;
    this.minimum = minimum;
    this.maximum = maximum;
    this.choices = choices;
    this.description = description;
  }

  /** A whole number, an {@link Integer}. */
  public static Setting number(
      String key, int defaultValue, int minimum, int maximum, String description) {
    return new Setting(
        key, defaultValue, text(defaultValue), minimum, maximum, List.of(), description);
  }

  /** A {@link Duration} of a day at most. */
  public static Setting time(
      String key, Duration defaultValue, Duration minimum, String description) {
    return new Setting(
        key,
        defaultValue,
        text(defaultValue),
        minimum,
        Option.MAX_DURATION,
        List.of(),
        description);
  }

  /** A {@link Boolean}. */
  public static Setting flag(String key, boolean defaultValue, String description) {
    return new Setting(key, defaultValue, text(defaultValue), null, null, FLAG, description);
  }

  /**
   * One of several values.
   *
   * @param defaultValue null where that is for others to find out
   * @param defaultText the name of that
   * @param choices the names of the values
   */
  public static Setting choice(
      String key,
      Object defaultValue,
      String defaultText,
      List<String> choices,
      String description) {
    return new Setting(
        key, defaultValue, defaultText, null, null, List.copyOf(choices), description);
  }

  /** Its name. */
  public String key() {
    return key;
  }

  /** The value it has where nobody gives one; null where that is for others to find out. */
  public Object defaultValue() {
    return defaultValue;
  }

  /** The same in words. */
  public String defaultText() {
    return defaultText;
  }

  /** What it is for. */
  public String description() {
    return description;
  }

  /** The values it may have, in words. */
  public String range() {
    if (minimum == null) {
      return String.join(", ", choices);
    }
    String kind = minimum instanceof Duration ? "a time from " : "a whole number from ";
    return kind + text(minimum) + " to " + text(maximum);
  }

  /**
   * Requires that it may have a value.
   *
   * @param page the documentation to name
   * @throws IllegalArgumentException with the range, when it may not
   */
  public void requireInRange(Object value, String page) {
    if (!isInRange(value)) {
      throw new IllegalArgumentException(
          key + " cannot be " + text(value) + "; it takes " + range() + ". See " + page);
    }
  }

  private boolean isInRange(Object value) {
    if (value instanceof Duration time) {
      return time.compareTo((Duration) minimum) >= 0 && time.compareTo((Duration) maximum) <= 0;
    }
    if (value instanceof Integer number) {
      return number >= (Integer) minimum && number <= (Integer) maximum;
    }
    return value != null;
  }

  private static String text(Object value) {
    // Durations names no negative time.
    return value instanceof Duration time && !time.isNegative()
        ? Durations.format(time)
        : String.valueOf(value);
  }
}
