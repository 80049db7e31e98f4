package dev.bolt.bench;

import dev.bolt.cli.stress.StressListener;
import java.io.PrintStream;

/** Tells on the terminal how the benchmarks go on: one line for each turn. */
final class Console implements StressListener {

  private final PrintStream out;

  Console(PrintStream out) {
    this.out = out;
  }

  /** Begins the line of a turn. */
  void begin(String name, int round, String who) {
    out.printf("%-12s round %d  %-32s", name, round, who);
    out.flush();
  }

  /** Ends the line of a turn with what came out. */
  void end(String result) {
    out.println(result);
  }

  /** Says a whole line. */
  void line(String text) {
    out.println(text);
  }

  @Override
  public void phase(String what) {
    // A turn takes seconds: its beginning and its result are enough.
  }

  @Override
  public void tick(long seconds, long perSecond, long errors, int kills) {
    // As above.
  }
}
