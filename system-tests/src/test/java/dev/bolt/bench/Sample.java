package dev.bolt.bench;

import dev.bolt.cli.stress.OperationFigures;
import dev.bolt.cli.stress.StressReport;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one contestant did in one round. Immutable.
 *
 * @param perSecond operations a second, all processes together; 0 when it could not be measured
 * @param p50Micros the median latency of the most frequent operation
 * @param p99Micros the latency that 99 % of them did not exceed
 * @param maxMicros the longest latency of any operation
 * @param retries conflicts that were repeated
 * @param errors how often each kind of error occurred
 * @param problems what is wrong with the contents afterwards, and why it could not be measured
 */
record Sample(
    double perSecond,
    double p50Micros,
    double p99Micros,
    double maxMicros,
    long retries,
    Map<String, Long> errors,
    List<String> problems) {

  static Sample of(StressReport report) {
    List<OperationFigures> operations = report.operations();
    OperationFigures frequent =
        operations.stream().max(Comparator.comparingLong(OperationFigures::count)).orElseThrow();
    Map<String, Long> errors = new TreeMap<>();
    for (StressReport.ErrorCount error : report.errors()) {
      errors.put(error.sqlState() + " " + error.message(), error.count());
    }
    return new Sample(
        report.totalPerSecond(),
        frequent.p50Micros(),
        frequent.p99Micros(),
        operations.stream().mapToDouble(OperationFigures::maxMicros).max().orElseThrow(),
        operations.stream().mapToLong(OperationFigures::retries).sum(),
        errors,
        report.audit().findings());
  }

  /** A round that could not take place. */
  static Sample failed(String problem) {
    return new Sample(0, Double.NaN, Double.NaN, Double.NaN, 0, Map.of(), List.of(problem));
  }

  /** The result in a few words. */
  String summary() {
    long failed = errors.values().stream().mapToLong(Long::longValue).sum();
    return String.format("%,10.0f/s", perSecond)
        + (failed > 0 ? "  " + failed + " errors" : "")
        + (problems.isEmpty() ? "" : "  " + String.join("; ", problems));
  }
}
