package dev.bolt.cli;

import dev.bolt.cli.output.OutputClosedException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what went wrong in one line on standard error. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {

  // What a shell reports for a program that SIGPIPE ended.
  private static final int READER_IS_GONE = 141;

  private final BooleanSupplier debug;

  Failures(BooleanSupplier debug) {
    this.debug = debug;
  }

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    StringBuilder line = new StringBuilder("bolt: ").append(usageMessage(failure));
    if (failure instanceof UnmatchedArgumentException unmatched
        && !unmatched.getSuggestions().isEmpty()) {
      line.append("; did you mean ").append(unmatched.getSuggestions().get(0)).append('?');
    }
    line.append(" (see ").append(command.getCommandSpec().qualifiedName()).append(" --help)");
    command.getErr().println(line);
    return ExitCode.USAGE;
  }

  private static String usageMessage(ParameterException failure) {
    if (failure instanceof UnmatchedArgumentException unmatched
        && !unmatched.isUnknownOption()
        && !failure.getCommandLine().getSubcommands().isEmpty()) {
      return "there is no command " + unmatched.getUnmatched().get(0);
    }
    String message = oneLine(failure.getMessage()).replaceFirst("^Error: ", "");
    return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, ParseResult arguments) {
    command.getOut().flush();
    if (failure instanceof OutputClosedException) {
      return READER_IS_GONE;
    }
    if (debug.getAsBoolean()) {
      failure.printStackTrace(command.getErr());
    } else {
      command.getErr().println("bolt: " + describe(failure));
    }
    return ExitCode.SOFTWARE;
  }

  /** What a failure says, on one line. */
  static String describe(Throwable failure) {
    if (failure instanceof InterruptedException) {
      return "interrupted";
    }
    String message = failure.getMessage();
    String text = message == null || message.isBlank() ? failure.toString() : oneLine(message);
    return failure instanceof SQLException sql && sql.getSQLState() != null
        ? text + " [" + sql.getSQLState() + "]"
        : text;
  }

  // What follows a blank line only quotes the statement and points into it.
  private static String oneLine(String message) {
    return message
        .strip()
        .lines()
        .takeWhile(line -> !line.isBlank())
        .map(String::strip)
        .collect(Collectors.joining(" "));
  }
}
