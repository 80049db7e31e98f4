package dev.bolt.cli;

import dev.bolt.EngineKind;
import dev.bolt.cli.backup.Backup;
import dev.bolt.node.Nodes;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bolt backup}. */
@Command(
    name = "backup",
    description = {
      "Copies a database that others may be using to a file, as one transaction sees it.",
      "The file gets its name when the copy is whole."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  bolt backup analytics.db /backups/analytics.db",
      "  bolt backup --force app.sqlite nightly.sqlite"
    })
final class BackupCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "DB", description = "The database file.")
  private Path database;

  @Parameters(index = "1", paramLabel = "FILE", description = "The copy.")
  private Path target;

  @Option(names = "--force", description = "Replace FILE if it exists.")
  private boolean force;

  @Override
  public Integer call() throws SQLException, IOException {
    Backup backup = new Backup(Nodes.resolve(database), target, force);
    backup.requirePossible();
    try (Connection connection =
        DriverManager.getConnection(DatabaseUrl.of(database.toString(), null))) {
      String product = connection.getMetaData().getDatabaseProductName();
      long size = backup.run(connection, EngineKind.valueOf(product.toUpperCase(Locale.ROOT)));
      spec.commandLine()
          .getOut()
          .println(String.format(Locale.ROOT, "%s: %,d bytes", target, size));
    }
    return ExitCode.OK;
  }
}
