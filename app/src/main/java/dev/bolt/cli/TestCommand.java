package dev.bolt.cli;

import dev.bolt.cli.doctor.SharingText;
import dev.bolt.cli.terminal.GracefulEnd;
import dev.bolt.cli.terminal.Terminal;
import dev.bolt.doctor.SharingReport;
import dev.bolt.doctor.SharingTest;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bolt test}. */
@Command(
    name = "test",
    description = {
      "Tries with real processes whether a database can be shared where it is: files, locks, memory,"
          + " a socket, and the engine itself on a table of its own, which is removed.",
      "Without such a file it uses one of its own in that folder."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  bolt test analytics.db          a database, which others may be using",
      "  bolt test /mnt/share/new.db     a folder, before there is a database in it"
    })
final class TestCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "DB", description = "The database file.")
  private Path database;

  @Override
  public Integer call() throws Exception {
    Terminal terminal = Terminal.ofProcess();
    PrintWriter out = spec.commandLine().getOut();
    SharingReport report =
        GracefulEnd.during(
            () ->
                SharingTest.run(
                    database,
                    WorkerJava.command(),
                    check -> {
                      SharingText.lines(check).forEach(out::println);
                      out.flush();
                    }));
    String verdict = SharingText.verdict(report);
    out.println(report.ok() ? terminal.good(verdict) : terminal.bad(verdict));
    return report.ok() ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
