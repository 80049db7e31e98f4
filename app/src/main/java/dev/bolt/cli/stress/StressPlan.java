package dev.bolt.cli.stress;

import dev.bolt.cli.workload.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * What a run does. Immutable.
 *
 * @param url the database, as a JDBC URL that a worker's class path has the driver of
 * @param workload what the clients do
 * @param instances the number of processes at a time
 * @param threads the number of clients in each
 * @param warmup how long the clients work before the measurement
 * @param duration how long is measured
 * @param killEvery how often a process is killed on average, or empty for never
 * @param history where the history of {@link Workload#APPEND} is written to, or empty for nowhere
 * @param host tells the PID of the process to kill, where one is special; else a random one is
 * @param java the command that starts a JVM with the class path of the workers, without a main
 *     class
 */
public record StressPlan(
    String url,
    Workload workload,
    int instances,
    int threads,
    Duration warmup,
    Duration duration,
    Optional<Duration> killEvery,
    Optional<Path> history,
    Supplier<OptionalLong> host,
    List<String> java) {

  public StressPlan {
    java = List.copyOf(java);
    requirePositive(instances, "instances");
    requirePositive(threads, "threads");
    requirePositive(duration.toMillis(), "duration");
    killEvery.ifPresent(interval -> requirePositive(interval.toMillis(), "kill interval"));
    if (history.isPresent() && workload != Workload.APPEND) {
      throw new IllegalArgumentException(
          "only the workload append writes a history, not " + workload);
    }
  }

  private static void requirePositive(long value, String name) {
    if (value <= 0) {
      throw new IllegalArgumentException("the number of " + name + " must be positive");
    }
  }

  /** How many processes are killed. */
  int kills() {
    return killEvery.map(interval -> Math.toIntExact(duration.dividedBy(interval))).orElse(0);
  }

  /**
   * When a kill is due after the beginning of the measurement.
   *
   * @param lot where in its interval, from 0 to 1
   */
  Duration killAt(int number, double lot) {
    Duration interval = killEvery.orElseThrow();
    return interval.multipliedBy(number).plusMillis((long) (lot * interval.toMillis()));
  }

  /** The number of clients that ever live, with those of replaced processes. */
  int clients() {
    return (instances + kills()) * threads;
  }
}
