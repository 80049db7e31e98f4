package dev.bolt.node;

import java.util.Arrays;

/**
 * The version of an engine, such as {@code v2.0.0}, ordered by its numbers.
 *
 * @param numbers the numbers in it, from the left
 */
record EngineVersion(int[] numbers) implements Comparable<EngineVersion> {

  /** The version that a text names; what is not a number only separates. */
  static EngineVersion of(String text) {
    return new EngineVersion(
        Arrays.stream(text.split("\\D+"))
            .filter(part -> !part.isEmpty() && part.length() < 9)
            .mapToInt(Integer::parseInt)
            .toArray());
  }

  @Override
  public int compareTo(EngineVersion other) {
    return Arrays.compare(numbers, other.numbers);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EngineVersion version && Arrays.equals(numbers, version.numbers);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(numbers);
  }
}
