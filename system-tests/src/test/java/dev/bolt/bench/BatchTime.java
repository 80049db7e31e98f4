package dev.bolt.bench;

import java.io.IOException;
import java.util.List;

/** A large batch of inserts in a joined process, beside one through DuckDB's driver in process. */
final class BatchTime implements Gauge {

  private static final int ROWS = 100_000;
  private static final int FEW_ROWS = 10_000;
  private static final int WARMUP = 5;
  private static final int TIMES = 5;
  private static final double PERCENT = 100;

  @Override
  public String name() {
    return "duckdb-batch";
  }

  @Override
  public List<Quantity> quantities() {
    return List.of(
        new Quantity("executeBatch of 100,000 rows in a joined process", "ms", 1_000),
        new Quantity(
            "the same, of the time of DuckDB's driver in process (5 % is 20 times as fast)",
            "%", 5));
  }

  @Override
  public double[] measure(String url) throws IOException {
    try (Probe host = Probe.start();
        Probe joined = Probe.start();
        Probe plain = Probe.start()) {
      host.hold(1, url);
      joined.batch(WARMUP, ROWS, url);
      double shared = Medians.of(joined.batch(TIMES, ROWS, url).boxed().toList(), d -> d);
      String alone = url.replace("jdbc:bolt:", "jdbc:") + ".plain";
      plain.batch(1, FEW_ROWS, alone);
      double driver = plain.batch(1, ROWS, alone).sum();
      return new double[] {shared, PERCENT * shared / driver};
    }
  }
}
