package dev.bolt.cli;

import dev.bolt.cli.stress.StressListener;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * Shows on standard error how a run goes on: a line that is overwritten each second on a terminal,
 * else a line now and then.
 */
final class ProgressLine implements StressListener {

  private static final int SECONDS_BETWEEN_LINES = 10;
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintWriter err;
  private final boolean terminal;
  private final String prefix;

  ProgressLine(PrintWriter err, boolean terminal) {
    this(err, terminal, "");
  }

  private ProgressLine(PrintWriter err, boolean terminal, String prefix) {
    this.err = err;
    this.terminal = terminal;
    this.prefix = prefix;
  }

  /** The same line with a name before what it shows. */
  ProgressLine named(String name) {
    return new ProgressLine(err, terminal, name + ": ");
  }

  @Override
  public void phase(String what) {
    show(what + " …");
  }

  @Override
  public void tick(long seconds, long perSecond, long errors, int kills) {
    if (terminal || seconds % SECONDS_BETWEEN_LINES == 0) {
      show(
          String.format(
              Locale.ROOT,
              "%d s  %,d operations/s  %,d errors  %,d killed",
              seconds,
              perSecond,
              errors,
              kills));
    }
  }

  private void show(String text) {
    err.print(terminal ? CLEAR_LINE + prefix + text : prefix + text + "\n");
    err.flush();
  }

  /** Removes what was last shown. */
  void clear() {
    if (terminal) {
      err.print(CLEAR_LINE);
      err.flush();
    }
  }
}
