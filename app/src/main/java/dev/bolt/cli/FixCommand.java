package dev.bolt.cli;

import dev.bolt.cli.doctor.FixText;
import dev.bolt.doctor.DatabaseDoctor;
import dev.bolt.doctor.FixReport;
import dev.bolt.doctor.Termination;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bolt fix}. */
@Command(
    name = "fix",
    description = {
      "Removes what dead processes left beside databases, and names the living ones that use them.",
      "Nothing goes without a proof that it is nobody's; databases and their logs never do."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  bolt fix analytics.db                    one database",
      "  bolt fix --dry-run /data                 all in a folder and below it; only tells",
      "  bolt fix analytics.db --terminate 4711   asks that process to end, which uses it"
    })
final class FixCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "PATH", description = "A database file, or a folder.")
  private Path path;

  @Option(names = "--dry-run", description = "Change nothing; tell what would be done.")
  private boolean rehearse;

  @Option(
      names = "--terminate",
      paramLabel = "PID",
      description = "End this process first (SIGTERM), if it uses one of the databases.")
  private Long pid;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      converter = DurationConverter.class,
      defaultValue = "10",
      description = "How long to wait for its end; default ${DEFAULT-VALUE}.")
  private Duration patience;

  @Override
  public Integer call() throws SQLException, InterruptedException {
    if (rehearse && pid != null) {
      throw new ParameterException(
          spec.commandLine(), "--dry-run changes nothing, so it cannot go with --terminate");
    }
    PrintWriter out = spec.commandLine().getOut();
    boolean ended = pid == null || terminate(out);
    FixReport report =
        rehearse ? DatabaseDoctor.rehearse(path) : DatabaseDoctor.fixExistingDatabaseLocks(path);
    FixText.lines(report, path).forEach(out::println);
    return ended && report.ok() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private boolean terminate(PrintWriter out) throws SQLException, InterruptedException {
    Termination termination = DatabaseDoctor.terminate(path, pid, patience);
    out.println(termination.process().describe() + ": " + termination.detail());
    return termination.ended();
  }
}
