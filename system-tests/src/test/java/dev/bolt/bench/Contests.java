package dev.bolt.bench;

import dev.bolt.cli.workload.Workload;
import java.util.Arrays;
import java.util.List;

/** What is compared, and the ratios to reach. Stateless. */
final class Contests {

  private static final double NEARLY_THE_ENGINE = 0.9;
  private static final double MUCH_MORE_THAN_REOPENED = 25;
  private static final double READERS_THAT_DO_NOT_WAIT = 1.5;
  private static final double SCAN_OF_THE_ENGINE = 0.6;

  private Contests() {}

  static List<Contest> of(Contestants all) {
    Target likeTheEngine = new Target(all.boltDuckDb, all.duckDb, NEARLY_THE_ENGINE);
    return List.of(
        shared(
            all,
            "selects of one row by its primary key",
            Workload.READ,
            likeTheEngine,
            new Target(all.boltDuckDb, all.duckDbReopened, MUCH_MORE_THAN_REOPENED),
            new Target(all.boltSqlite, all.sqlite, NEARLY_THE_ENGINE)),
        shared(all, "updates of one row", Workload.WRITE, likeTheEngine),
        shared(all, "inserts of one row", Workload.INSERT, likeTheEngine),
        shared(
            all,
            "transactions that read two rows and update both",
            Workload.TRANSFER,
            likeTheEngine),
        shared(
            all,
            "transactions that read twenty rows, one in ten of which then updates one",
            Workload.READMOSTLY,
            new Target(all.boltSqlite, all.sqlite, READERS_THAT_DO_NOT_WAIT)),
        shared(all, "80 % selects, 10 % updates, 10 % inserts", Workload.MIXED),
        shared(all, "updates of the same one row", Workload.HOT),
        scan(all));
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
        List.of(new Target(joined, inProcess, SCAN_OF_THE_ENGINE)));
  }
}
