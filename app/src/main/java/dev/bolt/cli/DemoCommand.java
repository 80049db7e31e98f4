package dev.bolt.cli;

import dev.bolt.EngineKind;
import dev.bolt.cli.output.Grid;
import dev.bolt.cli.stress.ScratchFolder;
import dev.bolt.cli.stress.StressPlan;
import dev.bolt.cli.stress.StressReport;
import dev.bolt.cli.stress.StressRun;
import dev.bolt.cli.terminal.GracefulEnd;
import dev.bolt.cli.terminal.Terminal;
import dev.bolt.cli.workload.Workload;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bolt demo}. */
@Command(
    name = "demo",
    description = {
      "Shows in less than half a minute that processes share a file and survive each other.",
      "Four processes work on one DuckDB file, then on one SQLite file, and one of them is killed."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nSee also:%n",
    footer = "  bolt stress --help    the same for as long and as hard as you like")
final class DemoCommand implements Callable<Integer> {

  private static final int PROCESSES = 4;
  private static final int THREADS = 2;
  private static final Duration WARMUP = Duration.ofSeconds(1);
  private static final Duration DURATION = Duration.ofSeconds(5);

  private static final String PROMISE =
      "Four processes share one file, first DuckDB, then SQLite: they read, write and run"
          + " transactions,%none is killed in the middle, and every acknowledged write is looked for"
          + " at the end.%n%n";

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Terminal terminal = Terminal.ofProcess();
    PrintWriter out = spec.commandLine().getOut();
    out.printf(PROMISE);
    out.flush();
    ProgressLine progress = new ProgressLine(spec.commandLine().getErr(), terminal.error());
    Map<EngineKind, StressReport> reports = new EnumMap<>(EngineKind.class);
    for (EngineKind engine : EngineKind.values()) {
      reports.put(engine, GracefulEnd.during(() -> run(engine, progress)));
    }
    write(reports, out, terminal);
    boolean good = reports.values().stream().allMatch(StressReport::ok);
    return good ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private static StressReport run(EngineKind engine, ProgressLine progress) throws Exception {
    try (ScratchFolder folder = new ScratchFolder()) {
      String url = DatabaseUrl.of(folder.path().resolve("demo.db").toString(), engine);
      StressPlan plan =
          new StressPlan(
              url,
              Workload.ALL,
              PROCESSES,
              THREADS,
              WARMUP,
              DURATION,
              Optional.of(DURATION),
              Optional.empty(),
              HostLookup.of(url),
              WorkerJava.command());
      return new StressRun(plan, progress.named(engine.productName())).run(folder.path());
    } finally {
      progress.clear();
    }
  }

  private static void write(
      Map<EngineKind, StressReport> reports, PrintWriter out, Terminal terminal)
      throws IOException {
    Grid grid =
        new Grid(
            out,
            List.of(
                new Grid.Column("engine", false),
                new Grid.Column("operations", true),
                new Grid.Column("per second", true),
                new Grid.Column("errors", true),
                new Grid.Column("killed", false),
                new Grid.Column("others went on after", true),
                new Grid.Column("unknown", true),
                new Grid.Column("lost", true),
                new Grid.Column("doubled", true)),
            0);
    for (Map.Entry<EngineKind, StressReport> entry : reports.entrySet()) {
      grid.row(cells(entry.getKey(), entry.getValue()));
    }
    grid.flush();
    out.println();
    for (Map.Entry<EngineKind, StressReport> entry : reports.entrySet()) {
      StressReport report = entry.getValue();
      String verdict = entry.getKey().productName() + " " + report.verdict();
      out.println(report.ok() ? terminal.good(verdict) : terminal.bad(verdict));
    }
    out.flush();
  }

  private static String[] cells(EngineKind engine, StressReport report) {
    boolean host = report.takeovers().stream().anyMatch(takeover -> takeover.host());
    return new String[] {
      engine.productName(),
      format("%,d", report.totalCount()),
      format("%,.0f", report.totalPerSecond()),
      format("%,d", report.totalErrors()),
      host ? "the host" : "a process",
      report.maxTakeoverMillis().isPresent()
          ? format("%,.0f ms", report.maxTakeoverMillis().getAsDouble())
          : "not by the end",
      format("%,d", report.totalUnknown()),
      format("%,d", report.audit().lost()),
      format("%,d", report.audit().doubled())
    };
  }

  private static String format(String format, Object value) {
    return String.format(Locale.ROOT, format, value);
  }
}
