package dev.bolt.bench;

import dev.bolt.cli.workload.Workload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What many processes get done together, beside what four do. */
final class CrowdCost implements Gauge {

  private static final Shape FEW = new Shape(4, 2, false);
  private static final Shape MANY = new Shape(16, 2, false);
  private static final Shape CROWD = new Shape(64, 2, false);

  /** Four fifths of what few get done. */
  private static final double SLOWER = 1.25;

  private final Contestant contestant;
  private final Workload workload;
  private final List<Shape> crowds;
  private final Settings settings;
  private final Console console;

  private CrowdCost(
      Contestant contestant,
      Workload workload,
      List<Shape> crowds,
      Settings settings,
      Console console) {
    this.contestant = contestant;
    this.workload = workload;
    this.crowds = crowds;
    this.settings = settings;
    this.console = console;
  }

  /** One for each workload that is asked for. */
  static List<CrowdCost> all(Settings settings, Console console) {
    Contestants contestants = new Contestants(settings);
    return Stream.concat(
            Stream.of(
                    Workload.READ, Workload.WRITE, Workload.INSERT, Workload.HOT, Workload.TRANSFER)
                .map(
                    workload ->
                        new CrowdCost(
                            contestants.boltDuckDb,
                            workload,
                            List.of(MANY, CROWD),
                            settings,
                            console)),
            Stream.of(
                new CrowdCost(
                    contestants.boltSqlite, Workload.WRITE, List.of(MANY), settings, console)))
        .toList();
  }

  @Override
  public String name() {
    return "crowd-" + workload + "-" + contestant.family().label();
  }

  @Override
  public List<Quantity> quantities() {
    String what = contestant.label() + ", " + workload + ": ";
    List<Quantity> all = new ArrayList<>();
    all.add(Quantity.toldOnly(what + FEW, "/s"));
    for (Shape crowd : crowds) {
      all.add(new Quantity(what + FEW + " / " + crowd, "", SLOWER));
      all.add(Quantity.toldOnly(what + crowd + ", slowest", "ms"));
      all.add(new Quantity(what + crowd + ", errors", "", 0));
    }
    return all;
  }

  @Override
  public double[] measure(String url) throws IOException {
    double[] values = new double[quantities().size()];
    int count = 0;
    double few = of(FEW).perSecond();
    values[count++] = few;
    for (Shape crowd : crowds) {
      Sample sample = of(crowd);
      values[count++] = few / sample.perSecond();
      values[count++] = sample.maxMicros() / 1000;
      values[count++] = sample.errors().values().stream().mapToLong(Long::longValue).sum();
    }
    return Arrays.copyOf(values, count);
  }

  private Sample of(Shape shape) throws IOException {
    Contestant shaped = contestant.shaped(contestant.label(), shape);
    return new Round(workload, settings, console).soundOf(shaped);
  }
}
