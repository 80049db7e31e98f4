package dev.bolt.bench;

import java.util.Arrays;
import java.util.Collection;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** The middle of a few measurements. Stateless. */
final class Medians {

  private Medians() {}

  /** The median of one property; NaN of nothing. */
  static <T> double of(Collection<T> items, ToDoubleFunction<T> property) {
    return of(items.stream().mapToDouble(property));
  }

  /** The median, in the middle between the two middle ones of an even number; NaN of nothing. */
  static double of(DoubleStream values) {
    double[] sorted = values.filter(Double::isFinite).toArray();
    if (sorted.length == 0) {
      return Double.NaN;
    }
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
