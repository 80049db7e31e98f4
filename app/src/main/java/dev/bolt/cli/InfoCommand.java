package dev.bolt.cli;

import dev.bolt.cli.doctor.InfoJson;
import dev.bolt.cli.doctor.InfoText;
import dev.bolt.cli.output.PipeWriter;
import dev.bolt.cli.terminal.GracefulEnd;
import dev.bolt.cli.terminal.Terminal;
import dev.bolt.doctor.DatabaseInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bolt info}. */
@Command(
    name = "info",
    description = {
      "Shows who hosts a database, who uses it and what for, and what keeps it from being shared.",
      "Looks from outside: it works while the host is busy, stopped or gone, and changes nothing."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  bolt info analytics.db            once",
      "  bolt info analytics.db --watch    each second, until Ctrl-C",
      "  bolt info analytics.db --json     as one JSON object"
    })
final class InfoCommand implements Callable<Integer> {

  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final String HOME_AND_CLEAR = "\u001b[H\u001b[2J";

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "DB", description = "The database file.")
  private Path database;

  @Option(names = "--json", description = "Write a JSON object.")
  private boolean json;

  @Option(names = "--watch", description = "Show it again each second, until Ctrl-C.")
  private boolean watch;

  @Override
  public Integer call() throws Exception {
    if (watch) {
      return GracefulEnd.during(this::watch);
    }
    write("");
    return ExitCode.OK;
  }

  private int watch() throws SQLException, IOException {
    String before = Terminal.ofProcess().output() && !json ? HOME_AND_CLEAR : "";
    try {
      while (true) {
        write(before);
        Thread.sleep(INTERVAL.toMillis());
      }
    } catch (InterruptedException e) {
      // Ctrl-C is how a watch ends.
      return ExitCode.OK;
    }
  }

  private void write(String before) throws SQLException, IOException {
    DatabaseInfo info = DatabaseInfo.of(database);
    String text = json ? InfoJson.text(info) : String.join("\n", InfoText.lines(info));
    try (PipeWriter out = new PipeWriter(spec.commandLine().getOut())) {
      out.write(before + text + "\n");
    }
  }
}
