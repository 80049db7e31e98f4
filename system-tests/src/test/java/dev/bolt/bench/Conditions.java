package dev.bolt.bench;

import java.time.LocalDate;
import java.util.Locale;

/** The lines that say under which conditions the figures of a report hold. Stateless. */
final class Conditions {

  private static final String RULES =
      """
      - The contestants of a table take turns; each turn is in new processes on a new database file
        with nothing else running. Rates and latencies are medians of the rounds, max that of the
        slowest operation of each, ratios are medians of the ratios of each round. Latencies
        include repetitions, and are those of the most frequent operation where a workload mixes
        several.
      - Every contestant has the durability that it has by default. DuckDB syncs its log, SQLite
        (unless synchronous says otherwise) and PostgreSQL theirs, before a commit returns; Bolt leaves that as it
        is. H2 does not: it writes up to 500 ms later.
      - Plain DuckDB and H2 get a new connection after a conflict, SQLite begins IMMEDIATE and waits
        up to 60 s (busy_timeout), H2 and PostgreSQL work on snapshots so that transfers are right.
      - "Reopened per operation" opens the file for each transaction, in one thread of a process at
        a time, and tries again after 1 to 3 ms while another process has it. PostgreSQL is reached
        through TCP.
      """;

  private Conditions() {}

  static String of(Report report) {
    Settings settings = report.settings();
    Machine machine = report.machine();
    return String.format(
            Locale.ROOT,
            "- %s, %d processors, %s, Java %s; %s, 4 KiB written and synced in %.0f µs; %d rounds of"
                + " %.1f s after %.1f s of warm-up; SQLite with synchronous=%s%s.%n",
            LocalDate.now(),
            machine.processors(),
            machine.system(),
            machine.java(),
            machine.fileSystem(),
            machine.syncMicros(),
            settings.rounds(),
            settings.seconds().toMillis() / 1e3,
            settings.warmup().toMillis() / 1e3,
            settings.synchronous(),
            settings.syncDelay().isZero()
                ? ""
                : "; each sync takes " + settings.syncDelay().toMillis() + " ms longer")
        + RULES;
  }
}
