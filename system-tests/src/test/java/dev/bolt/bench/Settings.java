package dev.bolt.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;

/**
 * What a run of the benchmarks was asked for. Immutable.
 *
 * @param selection the names of what to run, see {@link #selects}
 * @param seconds how long each contestant is measured in each round
 * @param warmup how long it works before that
 * @param rounds how often the contestants take turns
 * @param processes the processes of a contestant that shares
 * @param threads the threads in each; a contestant that cannot share has all of them in one process
 * @param synchronous when SQLite syncs, with Bolt and without, as its PRAGMA has it
 * @param syncDelay how much longer each sync of a file takes for all contestants, see {@link
 *     SlowSync}
 * @param postgres the JDBC URL where a PostgreSQL may answer
 * @param folder where the report goes, and the databases while they are measured
 */
record Settings(
    List<String> selection,
    Duration seconds,
    Duration warmup,
    int rounds,
    int processes,
    int threads,
    String synchronous,
    Duration syncDelay,
    String postgres,
    Path folder) {

  private static final String ALL = "all";

  /** Reads the system properties {@code bench}, {@code seconds}, {@code rounds} and so on. */
  static Settings of(Properties properties) {
    return new Settings(
        List.of(properties.getProperty("bench", ALL).split(",")),
        seconds(properties.getProperty("seconds", "5")),
        seconds(properties.getProperty("warmup", "4")),
        Integer.parseInt(properties.getProperty("rounds", "3")),
        Integer.parseInt(properties.getProperty("processes", "4")),
        Integer.parseInt(properties.getProperty("threads", "2")),
        properties.getProperty("synchronous", "FULL"),
        Duration.ofMillis(Long.parseLong(properties.getProperty("syncDelay", "0"))),
        properties.getProperty("postgres", localPostgres()),
        Path.of(properties.getProperty("folder", "target")).toAbsolutePath());
  }

  private static Duration seconds(String text) {
    return Duration.ofMillis(Math.round(Double.parseDouble(text) * 1000));
  }

  private static String localPostgres() {
    return "jdbc:postgresql://localhost/postgres?user=" + System.getProperty("user.name");
  }

  /** Whether something was asked for: by its name, by its first part, or by what follows that. */
  boolean selects(String name) {
    String rest = name.substring(name.indexOf('-') + 1);
    return selection.stream()
        .anyMatch(
            word ->
                word.equals(ALL)
                    || word.equals(name)
                    || word.equals(rest)
                    || name.startsWith(word + "-"));
  }
}
