package dev.bolt.cli.terminal;

import java.util.Arrays;
import java.util.List;

/**
 * Which of the standard streams are a terminal, and what it can show. Immutable.
 *
 * <p>The launcher knows and tells by system properties: Java 17 can only say whether all of them
 * are.
 *
 * @param input whether standard input is a terminal
 * @param output whether standard output is a terminal
 * @param error whether standard error is a terminal
 * @param columns its width, or 0 when unknown
 * @param colours whether it may be written to in colours
 */
public record Terminal(boolean input, boolean output, boolean error, int columns, boolean colours) {

  /** Lists the numbers of the standard streams that are a terminal, such as {@code 0,2}. */
  private static final String STREAMS = "bolt.terminal";

  /** The width of the terminal. */
  private static final String COLUMNS = "bolt.columns";

  private static final String GREEN = "32";
  private static final String RED = "31";

  /** The terminal of this process. */
  public static Terminal ofProcess() {
    boolean console = System.console() != null;
    String told = System.getProperty(STREAMS);
    List<String> streams = told == null ? List.of() : Arrays.asList(told.split(","));
    return new Terminal(
        told == null ? console : streams.contains("0"),
        told == null ? console : streams.contains("1"),
        told == null ? console : streams.contains("2"),
        Integer.getInteger(COLUMNS, 0),
        System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM")));
  }

  /** A text for standard output, green where colours can be seen. */
  public String good(String text) {
    return colour(text, GREEN);
  }

  /** A text for standard output, red where colours can be seen. */
  public String bad(String text) {
    return colour(text, RED);
  }

  private String colour(String text, String code) {
    return output && colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
