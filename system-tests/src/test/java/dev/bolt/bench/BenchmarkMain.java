package dev.bolt.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Runs the benchmarks that were asked for and writes the report. */
public final class BenchmarkMain {

  private static final int BAD_SELECTION = 2;

  private final Settings settings;
  private final Console console;

  private BenchmarkMain(Settings settings, Console console) {
    this.settings = settings;
    this.console = console;
  }

  /** The system properties are the {@link Settings}. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Settings settings = Settings.of(System.getProperties());
    Console console = new Console(System.out);
    BenchmarkMain benchmark = new BenchmarkMain(settings, console);
    if (benchmark.names().noneMatch(settings::selects)) {
      console.line("nothing is called " + settings.selection() + "; there are");
      benchmark.names().forEach(console::line);
      System.exit(BAD_SELECTION);
    }
    benchmark.write(benchmark.run());
  }

  private Stream<String> names() {
    return Stream.of(
            contests().stream().flatMap(contest -> contest.names().stream()),
            gauges().stream().map(Gauge::name),
            MicroBenchmarks.NAMES.stream())
        .flatMap(names -> names);
  }

  private List<Contest> contests() {
    return Contests.of(new Contestants(settings), settings);
  }

  private List<Gauge> gauges() {
    List<Gauge> all = new ArrayList<>(single());
    all.addAll(CrowdCost.all(settings, console));
    return all;
  }

  private List<Gauge> single() {
    return List.of(
        new BatchTime(),
        new ConnectTime(),
        new LedgerCost(settings, console),
        new AnalystCost(settings, console),
        new LockTime(),
        new CacheTime(),
        new SimilarityTime(),
        new HealthCost(),
        new IdleMemory(),
        new StreamMemory(),
        TakeoverTime.ofFew(),
        TakeoverTime.ofMany());
  }

  private Report run() throws IOException, InterruptedException {
    Files.createDirectories(settings.folder());
    List<Outcome> outcomes = new ArrayList<>();
    for (Contest contest : contests()) {
      Contest selected = contest.only(settings);
      if (!selected.contestants().isEmpty()) {
        outcomes.add(selected.run(settings, console));
      }
    }
    List<Figure> figures = new ArrayList<>();
    for (Gauge gauge : gauges()) {
      if (settings.selects(gauge.name())) {
        figures.addAll(new GaugeRounds(gauge, console).run(settings));
      }
    }
    return new Report(
        settings,
        Machine.of(settings.folder()),
        outcomes,
        figures,
        new MicroBenchmarks(settings, console).run());
  }

  private void write(Report report) throws IOException {
    String text = MarkdownReport.of(report);
    Path markdown = settings.folder().resolve("benchmark.md");
    Files.writeString(markdown, text);
    Files.writeString(settings.folder().resolve("benchmark.json"), JsonReport.of(report));
    console.line("");
    console.line(text);
    console.line("written to " + markdown + " and benchmark.json beside it");
  }
}
