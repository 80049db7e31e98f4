package dev.bolt.cli.agents;

import dev.bolt.cli.output.Grid;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * What came out of a run. Immutable.
 *
 * @param agents how many there were in each process
 * @param instances what those of each process have done
 * @param all what all have done
 * @param difference what is in the database and should not be, or is not; empty when all is right
 */
public record AgentsReport(
    int agents, List<AgentFigures> instances, AgentFigures all, String difference) {

  /** Whether nothing failed, and nothing was lost or doubled. */
  public boolean isGood() {
    return all.errors() == 0 && difference.isEmpty();
  }

  /** Writes the table. */
  public void write(Appendable out) throws IOException {
    Grid grid =
        new Grid(
            out,
            List.of(
                new Grid.Column("instance", false),
                new Grid.Column("agents", true),
                new Grid.Column("queries", true),
                new Grid.Column("inserts", true),
                new Grid.Column("locked updates", true),
                new Grid.Column("errors", true),
                new Grid.Column("lock errors", true),
                new Grid.Column("mean query ms", true),
                new Grid.Column("slowest", true),
                new Grid.Column("mean lock ms", true),
                new Grid.Column("slowest", true)),
            0);
    for (int i = 0; i < instances.size(); i++) {
      row(grid, Integer.toString(i + 1), agents, instances.get(i));
    }
    row(grid, "all", agents * instances.size(), all);
    grid.flush();
  }

  private static void row(Grid grid, String name, int agents, AgentFigures figures)
      throws IOException {
    grid.row(
        name,
        Integer.toString(agents),
        count(figures.queries()),
        count(figures.inserts()),
        count(figures.updates()),
        count(figures.errors()),
        count(figures.lockErrors()),
        millis(figures.queryMillis()),
        millis(figures.slowestQueryNanos() / 1e6),
        millis(figures.lockMillis()),
        millis(figures.slowestLockNanos() / 1e6));
  }

  private static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static String millis(double millis) {
    return String.format(Locale.ROOT, "%.3f", millis);
  }

  /** The last line. */
  public String verdict() {
    return String.format(
        Locale.ROOT,
        "%d processes of %d agents: %d errors, a query in %.1f ms and a lock in %.1f ms on average"
            + " (the original: 23 ms and 5 ms); %s",
        instances.size(),
        agents,
        all.errors(),
        all.queryMillis(),
        all.lockMillis(),
        difference.isEmpty() ? "nothing lost or doubled" : difference);
  }
}
