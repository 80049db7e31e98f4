package dev.bolt.bench;

import dev.bolt.cli.workload.Workload;
import java.util.Arrays;
import java.util.List;

/** What is compared, and the ratios to reach. Stateless. */
final class Contests {

  private static final double MUCH_MORE_THAN_REOPENED = 25;
  private static final double SCAN = 0.9;

  private Contests() {}

  static List<Contest> of(Contestants all, Settings settings) {
    return List.of(
        shared(
            all,
            "selects of one row by its primary key",
            Workload.READ,
            duckDb(all, 1.2),
            new Target(all.boltDuckDb, all.duckDbReopened, MUCH_MORE_THAN_REOPENED),
            sqlite(all, 0.95)),
        shared(
            all,
            "updates of one row",
            Workload.WRITE,
            duckDb(all, 1.8),
            sqlite(all, durableUpdates(settings))),
        shared(all, "inserts of one row", Workload.INSERT, duckDb(all, 3)),
        shared(
            all,
            "transactions that read two rows and update both",
            Workload.TRANSFER,
            duckDb(all, 1.3),
            sqlite(all, 0.9)),
        shared(
            all,
            "transactions that read twenty rows, one in ten of which then updates one",
            Workload.READMOSTLY,
            sqlite(all, 1.5)),
        shared(all, "80 % selects, 10 % updates, 10 % inserts", Workload.MIXED),
        shared(all, "updates of the same one row", Workload.HOT, duckDb(all, 5)),
        scan(all));
  }

  private static Target duckDb(Contestants all, double atLeast) {
    return new Target(all.boltDuckDb, all.duckDb, atLeast);
  }

  private static Target sqlite(Contestants all, double atLeast) {
    return new Target(all.boltSqlite, all.sqlite, atLeast);
  }

  /**
   * Those who share a sync gain the more the longer it takes; who does not wait for it, nothing.
   */
  private static double durableUpdates(Settings settings) {
    if (!settings.synchronous().equals("FULL")) {
      return 0.9;
    }
    return settings.syncDelay().isZero() ? 2 : 4;
  }

  private static Contest shared(
      Contestants all, String title, Workload workload, Target... targets) {
    return new Contest(
        title,
        workload,
        List.of(
            all.boltDuckDb,
            all.duckDb,
            all.duckDbReopened,
            all.boltSqlite,
            all.sqlite,
            all.h2,
            all.postgresql),
        Arrays.asList(targets));
  }

  private static Contest scan(Contestants all) {
    Contestant joined = all.boltDuckDb.shaped("Bolt, DuckDB, joined", Shape.JOINED);
    Contestant inProcess = all.duckDb.shaped("DuckDB, in process", Shape.ALONE);
    return new Contest(
        "scans of 100,000 rows, every value read through its getter",
        Workload.SCAN,
        List.of(
            joined,
            inProcess,
            all.boltSqlite.shaped("Bolt, SQLite, joined", Shape.JOINED),
            all.sqlite.shaped("SQLite, in process", Shape.ALONE)),
        List.of(new Target(joined, inProcess, SCAN)));
  }
}
