package dev.bolt.bench;

import java.util.List;

/**
 * What came out for a quantity. Immutable.
 *
 * @param quantity what was measured
 * @param rounds one value for each round that succeeded
 * @param problems why the other rounds failed
 */
record Figure(Quantity quantity, List<Double> rounds, List<String> problems) {

  double median() {
    return Medians.of(rounds, Double::doubleValue);
  }

  double max() {
    return rounds.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
  }

  boolean isMet() {
    return problems.isEmpty() && median() <= quantity.atMost();
  }
}
