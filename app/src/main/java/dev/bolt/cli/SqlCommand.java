package dev.bolt.cli;

import static dev.bolt.config.Option.READ_ONLY;

import dev.bolt.EngineKind;
import dev.bolt.ErrorCode;
import dev.bolt.cli.output.CsvFormat;
import dev.bolt.cli.output.JsonFormat;
import dev.bolt.cli.output.PipeWriter;
import dev.bolt.cli.output.RowFormat;
import dev.bolt.cli.output.TableFormat;
import dev.bolt.cli.sql.Shell;
import dev.bolt.cli.sql.SqlRunner;
import dev.bolt.cli.terminal.Terminal;
import dev.bolt.config.BoltUrl;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bolt sql}. */
@Command(
    name = "sql",
    description = {
      "Runs SQL on a database file that other processes may use at the same time.",
      "Without SQL the statements come from standard input; on a terminal that is a shell."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  bolt sql analytics.db \"SELECT count(*) FROM events\"",
      "  bolt sql --csv app.sqlite \"SELECT * FROM users\" > users.csv",
      "  bolt sql app.sqlite < schema.sql",
      "  bolt sql analytics.db"
    })
final class SqlCommand implements Callable<Integer> {

  private static final String HISTORY_FILE = ".bolt_history";

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "DB",
      description = "The database file, or a JDBC URL; a new file is created.")
  private String database;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "SQL",
      description = "Statements, separated by semicolons.")
  private String sql;

  @ArgGroup private Format format = new Format();

  @Option(
      names = "--engine",
      paramLabel = "duckdb|sqlite",
      description = "The engine of a new file; default: by its ending.")
  private EngineKind engine;

  @Option(names = "--read-only", description = "Refuse statements that write.")
  private boolean readOnly;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      converter = DurationConverter.class,
      defaultValue = "0",
      description = "Cancel a statement that takes longer.")
  private Duration timeout;

  /** How rows are written. */
  private static final class Format {
    @Option(names = "--csv", description = "Write comma-separated values with a head (RFC 4180).")
    private boolean csv;

    @Option(names = "--json", description = "Write an array of objects for each result.")
    private boolean json;

    boolean isTable() {
      return !csv && !json;
    }

    RowFormat rows(int width) {
      if (csv) {
        return new CsvFormat();
      }
      return json ? new JsonFormat() : new TableFormat(width);
    }
  }

  @Override
  public Integer call() throws SQLException, IOException {
    if (readOnly && !DatabaseUrl.isUrl(database) && !Files.exists(Path.of(database))) {
      throw ErrorCode.CANNOT_OPEN.exception("there is no file " + database + " to read");
    }
    Terminal terminal = Terminal.ofProcess();
    PrintWriter out = spec.commandLine().getOut();
    try (Connection connection = connect()) {
      if (readOnly && !connection.isReadOnly()) {
        connection.setReadOnly(true);
      }
      Writer rows = new PipeWriter(out);
      SqlRunner runner =
          new SqlRunner(
              connection,
              format.rows(terminal.output() ? terminal.columns() : 0),
              rows,
              format.isTable(),
              timeoutSeconds());
      run(runner, terminal, out);
      rows.flush();
    }
    return ExitCode.OK;
  }

  private Connection connect() throws SQLException {
    String url = DatabaseUrl.of(database, engine);
    Properties properties = new Properties();
    if (readOnly && BoltUrl.accepts(url)) {
      properties.setProperty(READ_ONLY.key(), "true");
    }
    return DriverManager.getConnection(url, properties);
  }

  private void run(SqlRunner runner, Terminal terminal, PrintWriter out)
      throws SQLException, IOException {
    if (sql != null) {
      runner.runText(sql);
    } else if (terminal.input() && terminal.output()) {
      out.printf("%s, a %s database; .help for help%n", database, runner.engine().productName());
      out.flush();
      Path history = Path.of(System.getProperty("user.home"), HISTORY_FILE);
      new Shell(runner, out, Failures::describe).run(history);
    } else {
      runner.runAll(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
    }
  }

  private int timeoutSeconds() {
    return Math.toIntExact(timeout.plusMillis(999).toSeconds());
  }
}
