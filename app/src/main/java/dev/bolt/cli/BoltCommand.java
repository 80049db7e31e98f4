package dev.bolt.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code bolt} itself: only the commands below it do something. */
@Command(
    name = "bolt",
    description = "Any number of processes share one embedded DuckDB or SQLite file.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      SqlCommand.class,
      StressCommand.class,
      AgentsCommand.class,
      DemoCommand.class,
      ReleaseCommand.class,
      BackupCommand.class,
      InfoCommand.class,
      TestCommand.class,
      FixCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  bolt demo                                   see four processes share a file",
      "  bolt sql analytics.db \"SELECT 42 AS answer\"  run a statement on a shared file",
      "  bolt sql analytics.db                       open a shell",
      "  bolt info analytics.db                      who uses it, and how",
      "  bolt stress --engine sqlite --kill 5        kill processes and count what is lost",
      "",
      "Exit status: 0 good, 1 a statement failed or the verdict is bad, 2 wrong usage."
    })
final class BoltCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Option(
      names = "--debug",
      description = "Show the stack trace of a failure.",
      scope = ScopeType.INHERIT)
  private boolean debug;

  /** The whole command line, writing to the given streams. */
  static CommandLine commandLine(PrintWriter out, PrintWriter err) {
    BoltCommand bolt = new BoltCommand();
    Failures failures = new Failures(() -> bolt.debug);
    return new CommandLine(bolt)
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(failures)
        .setExecutionExceptionHandler(failures)
        .setColorScheme(CommandLine.Help.defaultColorScheme(ansi()));
  }

  private static CommandLine.Help.Ansi ansi() {
    return System.getenv("NO_COLOR") == null
        ? CommandLine.Help.Ansi.AUTO
        : CommandLine.Help.Ansi.OFF;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command?");
  }
}
