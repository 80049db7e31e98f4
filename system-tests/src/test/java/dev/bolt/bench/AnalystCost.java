package dev.bolt.bench;

import dev.bolt.cli.stress.ScratchFolder;
import dev.bolt.cli.workload.Workload;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** How long others wait for a row while a process aggregates a large table again and again. */
final class AnalystCost implements Gauge {

  /** Eight million rows. */
  private static final int MEGABYTES = 256;

  private static final double MILLI = 1_000;

  private final Settings settings;
  private final Console console;
  private final Contestant readers;

  AnalystCost(Settings settings, Console console) {
    this.settings = settings;
    this.console = console;
    this.readers = new Contestants(settings).boltDuckDb;
  }

  @Override
  public String name() {
    return "figure-analyst";
  }

  @Override
  public List<Quantity> quantities() {
    return List.of(
        new Quantity("point reads beside aggregates over 8 million rows, p99", "ms", 25),
        Quantity.toldOnly("the same, median", "ms"),
        Quantity.toldOnly("the same, reads", "/s"),
        Quantity.toldOnly("an aggregate meanwhile", "ms"));
  }

  @Override
  public double[] measure(String url) throws IOException {
    try (ScratchFolder folder = new ScratchFolder();
        Probe host = Probe.start();
        Probe analyst = Probe.start()) {
      String shared = readers.url(folder.path());
      host.hold(1, shared);
      analyst.hold(1, shared);
      analyst.fill(MEGABYTES);
      long seconds = settings.warmup().plus(settings.seconds()).toSeconds();
      CompletableFuture<Double> aggregate =
          CompletableFuture.supplyAsync(() -> analyst.aggregate(seconds));
      Sample sample = new Round(Workload.READ, settings, console).soundIn(folder, readers, host);
      return new double[] {
        sample.p99Micros() / MILLI, sample.p50Micros() / MILLI, sample.perSecond(), aggregate.join()
      };
    } catch (CompletionException e) {
      throw new IOException("the aggregates failed: " + e.getCause(), e);
    }
  }
}
