package dev.bolt.cli;

import dev.bolt.DatabaseId;
import dev.bolt.EngineKind.Sharing;
import dev.bolt.ErrorCode;
import dev.bolt.cli.terminal.GracefulEnd;
import dev.bolt.node.Nodes;
import dev.bolt.node.Release;
import dev.bolt.os.ProcessIdentity;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bolt release}. */
@Command(
    name = "release",
    description = {
      "Asks the host of a DuckDB file to let it go, so that a program outside Bolt can open it.",
      "Those who use it through Bolt wait meanwhile, and go on afterwards."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  bolt release analytics.db -- duckdb analytics.db   run a program on the free file",
      "  bolt release analytics.db --for 5m                 until 5 minutes passed, or Ctrl-C"
    })
final class ReleaseCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "DB", description = "The database file.")
  private Path database;

  @Parameters(
      index = "1..*",
      paramLabel = "COMMAND",
      description = "A program to run while the file is free, after two dashes.")
  private List<String> command = List.of();

  @Option(
      names = "--for",
      paramLabel = "SECONDS",
      converter = DurationConverter.class,
      defaultValue = "60",
      description = "How long the file stays free without a COMMAND; default ${DEFAULT-VALUE}.")
  private Duration hold;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      converter = DurationConverter.class,
      defaultValue = "30",
      description = "How long to wait for the host to let go; default ${DEFAULT-VALUE}.")
  private Duration patience;

  @Override
  public Integer call() throws Exception {
    if (!Files.isRegularFile(database)) {
      throw ErrorCode.CANNOT_OPEN.exception("there is no database file " + database);
    }
    DatabaseId id = Nodes.resolve(database);
    if (Nodes.engineOf(id, Optional.empty()).sharing() != Sharing.HOSTED) {
      throw ErrorCode.NOT_SUPPORTED.exception(
          database + " has no host: each process opens it itself, and so can any other program");
    }
    return GracefulEnd.during(() -> hold(id));
  }

  private int hold(DatabaseId id) throws SQLException, IOException, InterruptedException {
    try (Release release = Release.of(id, patience)) {
      tell(release);
      if (command.isEmpty()) {
        Thread.sleep(hold.toMillis());
        return ExitCode.OK;
      }
      return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
  }

  private void tell(Release release) {
    String former = release.formerHost().map(ProcessIdentity::describe).orElse("nobody hosted it");
    PrintWriter err = spec.commandLine().getErr();
    String until = command.isEmpty() ? "for " + hold.toSeconds() + " s" : "until the command ends";
    err.println(database + " is free " + until + " (host so far: " + former + ")");
    release.holders().forEach(holder -> err.println("still open in " + holder.describe()));
    err.flush();
  }
}
