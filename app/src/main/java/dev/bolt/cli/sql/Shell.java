package dev.bolt.cli.sql;

import dev.bolt.sql.SqlStatement;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.function.Function;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;

/**
 * A person at a terminal: reads statements of one or more lines until a semicolon, and dot
 * commands.
 *
 * <p>Ctrl-C cancels the statement that runs, or clears the line; Ctrl-D ends.
 */
public final class Shell {

  private static final String PROMPT = "bolt> ";
  private static final String CONTINUATION = "  ..> ";

  private final SqlRunner runner;
  private final PrintWriter out;
  private final Function<Throwable, String> describe;
  private final DotCommands commands;

  /**
   * A shell.
   *
   * @param out where messages go
   * @param describe tells a failure in one line
   */
  public Shell(SqlRunner runner, PrintWriter out, Function<Throwable, String> describe) {
    this.runner = runner;
    this.out = out;
    this.describe = describe;
    commands = new DotCommands(runner, out);
  }

  /** Reads and runs until the person ends it. */
  public void run(Path historyFile) throws IOException {
    // stty drives the terminal: nothing native has to be loaded for it.
    try (Terminal terminal = TerminalBuilder.builder().system(true).jni(false).build()) {
      terminal.handle(Signal.INT, signal -> cancel());
      LineReader reader =
          LineReaderBuilder.builder()
              .terminal(terminal)
              .parser(new ShellParser(runner.engine()))
              .variable(LineReader.HISTORY_FILE, historyFile)
              .variable(LineReader.SECONDARY_PROMPT_PATTERN, CONTINUATION)
              .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
              .build();
      while (readAndRun(reader)) {
        out.flush();
      }
      out.flush();
    }
  }

  private boolean readAndRun(LineReader reader) {
    try {
      String text = reader.readLine(PROMPT).strip();
      return text.startsWith(".") ? commands.run(text) : runStatements(text);
    } catch (UserInterruptException e) {
      return true;
    } catch (EndOfFileException e) {
      return false;
    } catch (SQLException | IOException e) {
      out.println(describe.apply(e));
      return true;
    }
  }

  private boolean runStatements(String text) throws SQLException, IOException {
    StatementBuffer buffer = new StatementBuffer(runner.engine());
    for (SqlStatement statement : buffer.add(text)) {
      runner.run(statement);
    }
    return true;
  }

  private void cancel() {
    try {
      runner.cancel();
    } catch (SQLException e) {
      out.println(describe.apply(e));
      out.flush();
    }
  }
}
