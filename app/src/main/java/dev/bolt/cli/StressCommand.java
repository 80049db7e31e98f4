package dev.bolt.cli;

import dev.bolt.EngineKind;
import dev.bolt.cli.stress.ReportJson;
import dev.bolt.cli.stress.ReportText;
import dev.bolt.cli.stress.ScratchFolder;
import dev.bolt.cli.stress.StressPlan;
import dev.bolt.cli.stress.StressReport;
import dev.bolt.cli.stress.StressRun;
import dev.bolt.cli.terminal.GracefulEnd;
import dev.bolt.cli.terminal.Terminal;
import dev.bolt.cli.workload.Workload;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bolt stress}. */
@Command(
    name = "stress",
    description = {
      "Lets real processes work on one database, kills some of them on request, and checks that "
          + "nothing was lost or doubled.",
      "Works in a temporary database, or in tables bolt_stress_* of DB, which are dropped."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nWorkloads:%n",
    footer = {
      "  read      a row of 100,000 by its primary key",
      "  write     update of a random row",
      "  insert    insert of one row",
      "  mixed     80 %% read, 10 %% write, 10 %% insert",
      "  transfer  a transaction that reads and updates two accounts",
      "  hot       update of always the same row",
      "  scan      all 100,000 rows",
      "  commits   35 %% insert, 20 %% insert that returns its row, 15 %% batch, 30 %% transfer",
      "  append    transactions that read lists and append to them; their history is checked",
      "            for every anomaly that the isolation level of the engine forbids",
      "  all       50 %% read, 15 %% write, 15 %% insert, 20 %% transfer",
      "",
      "Examples:",
      "  bolt stress                                       DuckDB, 4 processes, 10 s",
      "  bolt stress --engine sqlite --workload write",
      "  bolt stress jdbc:sqlite:plain.db --workload write  the same without Bolt",
      "  bolt stress --workload append --kill 2 --history history.json",
      "  bolt stress --instances 16 --duration 60 --kill 5 --workload all"
    })
final class StressCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "DB",
      description =
          "The database file, or a JDBC URL to compare with; without it a temporary file.")
  private String database;

  @Mixin private RunOptions options;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "2",
      description =
          "How many threads in each, with a connection of their own; default ${DEFAULT-VALUE}.")
  private int threads;

  @Option(
      names = "--warmup",
      paramLabel = "SECONDS",
      defaultValue = "2",
      converter = DurationConverter.class,
      description = "How long the processes work before that; default ${DEFAULT-VALUE}.")
  private Duration warmup;

  @Option(
      names = "--workload",
      paramLabel = "NAME",
      defaultValue = "mixed",
      description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
  private Workload workload;

  @Option(
      names = "--kill",
      paramLabel = "SECONDS",
      converter = DurationConverter.class,
      description =
          "Kill (SIGKILL) the host, or any process where there is none, this often on average.")
  private Duration kill;

  @Option(
      names = "--history",
      paramLabel = "FILE",
      description =
          "Write what each client of --workload append saw, as JSON lines that the checker Elle reads.")
  private Path history;

  @Option(names = "--json", description = "Write the report as JSON.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    Terminal terminal = Terminal.ofProcess();
    ProgressLine progress = new ProgressLine(spec.commandLine().getErr(), terminal.error());
    StressReport report = GracefulEnd.during(() -> run(progress));
    print(report, terminal);
    return report.ok() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private StressReport run(ProgressLine progress) throws Exception {
    try (ScratchFolder folder = new ScratchFolder()) {
      return new StressRun(plan(folder.path()), progress).run(folder.path());
    } finally {
      progress.clear();
    }
  }

  private StressPlan plan(Path folder) {
    String url = url(folder);
    try {
      return new StressPlan(
          url,
          workload,
          options.instances(),
          threads,
          warmup,
          options.duration(),
          Optional.ofNullable(kill),
          Optional.ofNullable(history),
          HostLookup.of(url),
          WorkerJava.command());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private String url(Path folder) {
    return database == null
        ? DatabaseUrl.of(
            folder.resolve("stress.db").toString(), options.engine().orElse(EngineKind.DUCKDB))
        : DatabaseUrl.of(database, options.engine().orElse(null));
  }

  private void print(StressReport report, Terminal terminal) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ReportJson.write(report, out);
    } else {
      ReportText.write(report, out);
      out.println();
      String verdict = report.verdict();
      out.println(report.ok() ? terminal.good(verdict) : terminal.bad(verdict));
    }
    out.flush();
  }
}
