package dev.bolt.cli;

import dev.bolt.EngineKind;
import dev.bolt.cli.agents.AgentsReport;
import dev.bolt.cli.agents.AgentsRun;
import dev.bolt.cli.stress.ScratchFolder;
import dev.bolt.cli.terminal.GracefulEnd;
import dev.bolt.cli.terminal.Terminal;
import dev.bolt.node.Nodes;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bolt agents}. */
@Command(
    name = "agents",
    description = {
      "Lets agents in several processes work on one database, and tells how long their queries and"
          + " locks took, what failed, and whether all that was acknowledged is there.",
      "Works in a temporary database, or in tables bolt_agents_* of DB, which are dropped."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  bolt agents --instances 4 --agents 8      DuckDB, 10 s after 10 s of warmup",
      "  bolt agents --engine sqlite --duration 60"
    })
final class AgentsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "DB",
      description = "The database file; without it a temporary one.")
  private Path database;

  @Mixin private RunOptions options;

  @Option(
      names = "--agents",
      paramLabel = "N",
      defaultValue = "8",
      description = "How many agents in each; default ${DEFAULT-VALUE}.")
  private int agents;

  @Option(
      names = "--warmup",
      paramLabel = "SECONDS",
      defaultValue = "10",
      converter = DurationConverter.class,
      description = "How long they work before that; default ${DEFAULT-VALUE}.")
  private Duration warmup;

  @Override
  public Integer call() throws Exception {
    Terminal terminal = Terminal.ofProcess();
    PrintWriter out = spec.commandLine().getOut();
    AgentsReport report = GracefulEnd.during(this::run);
    report.write(out);
    out.println();
    out.println(report.isGood() ? terminal.good(report.verdict()) : terminal.bad(report.verdict()));
    out.flush();
    return report.isGood() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private AgentsReport run() throws Exception {
    try (ScratchFolder folder = new ScratchFolder()) {
      Path file = database == null ? folder.path().resolve("agents.db") : database;
      return plan(file).run();
    }
  }

  private AgentsRun plan(Path file) throws SQLException {
    EngineKind kind =
        database == null && options.engine().isEmpty()
            ? EngineKind.DUCKDB
            : Nodes.engineOf(Nodes.resolve(file), options.engine());
    try {
      return new AgentsRun(
          file,
          kind,
          options.instances(),
          agents,
          warmup,
          options.duration(),
          WorkerJava.command());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
