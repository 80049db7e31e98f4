package dev.bolt.bench;

import dev.bolt.cli.workload.Workload;
import java.io.IOException;
import java.util.List;

/** How much slower processes that joined write because each write is there exactly once. */
final class LedgerCost implements Gauge {

  private static final double LONE = 30;
  private static final double MANY = 10;
  private static final double PERCENT = 100;

  private final Settings settings;
  private final Console console;

  LedgerCost(Settings settings, Console console) {
    this.settings = settings;
    this.console = console;
  }

  @Override
  public String name() {
    return "figure-exactly-once";
  }

  @Override
  public List<Quantity> quantities() {
    return List.of(
        new Quantity("exactly once: one joined writer, updates slower by", "%", LONE),
        new Quantity("exactly once: one joined writer, inserts slower by", "%", LONE),
        new Quantity("exactly once: eight joined writers, updates slower by", "%", MANY),
        new Quantity("exactly once: eight joined writers, inserts slower by", "%", MANY));
  }

  @Override
  public double[] measure(String url) throws IOException {
    Shape many = new Shape(4, 2, true);
    return new double[] {
      cost(Shape.JOINED, Workload.WRITE),
      cost(Shape.JOINED, Workload.INSERT),
      cost(many, Workload.WRITE),
      cost(many, Workload.INSERT)
    };
  }

  private double cost(Shape writers, Workload workload) throws IOException {
    return PERCENT * (1 - perSecond(writers, workload, "") / without(writers, workload));
  }

  private double without(Shape writers, Workload workload) throws IOException {
    return perSecond(writers, workload, "?exactlyOnce=false");
  }

  private double perSecond(Shape writers, Workload workload, String options) throws IOException {
    Contestant contestant =
        new Contestant(
            "Bolt, DuckDB" + options,
            Family.DUCKDB,
            writers,
            folder -> "jdbc:bolt:duckdb:" + folder + "/a.duckdb" + options);
    return new Round(workload, settings, console).soundOf(contestant).perSecond();
  }
}
