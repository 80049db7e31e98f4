package dev.bolt.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * All rounds of a contestant at one workload. Immutable.
 *
 * @param contestant who
 * @param samples one for each round, in their order
 */
record Standing(Contestant contestant, List<Sample> samples) {

  private static final List<String> LOCK_ERRORS =
      List.of("could not set lock", "database is locked", "sqlite_busy");

  double perSecond() {
    return Medians.of(samples, Sample::perSecond);
  }

  double p50Micros() {
    return Medians.of(samples, Sample::p50Micros);
  }

  double p99Micros() {
    return Medians.of(samples, Sample::p99Micros);
  }

  double maxMicros() {
    return Medians.of(samples, Sample::maxMicros);
  }

  long retries() {
    return samples.stream().mapToLong(Sample::retries).sum();
  }

  Map<String, Long> errors() {
    Map<String, Long> all = new TreeMap<>();
    samples.forEach(sample -> sample.errors().forEach((kind, n) -> all.merge(kind, n, Long::sum)));
    return all;
  }

  long errorCount() {
    return errors().values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many of the errors, and of the rounds that failed, say that somebody else has a lock. */
  long lockErrorCount() {
    long errors =
        errors().entrySet().stream()
            .filter(error -> isLockError(error.getKey()))
            .mapToLong(Map.Entry::getValue)
            .sum();
    return errors + problems().stream().filter(Standing::isLockError).count();
  }

  private static boolean isLockError(String message) {
    String lowerCase = message.toLowerCase(Locale.ROOT);
    return LOCK_ERRORS.stream().anyMatch(lowerCase::contains);
  }

  Set<String> problems() {
    Set<String> all = new TreeSet<>();
    samples.forEach(sample -> all.addAll(sample.problems()));
    return all;
  }

  /**
   * How many times faster it is than another, as the median of the rounds: what slows the machine
   * for a while slows both.
   */
  double ratioTo(Standing other) {
    return Medians.of(
        IntStream.range(0, Math.min(samples.size(), other.samples.size()))
            .mapToDouble(i -> samples.get(i).perSecond() / other.samples.get(i).perSecond()));
  }
}
