package dev.bolt.agents;

import java.util.List;

/**
 * What became of the work when a {@link Bolt} was closed. Immutable.
 *
 * @param cancelled how many tasks had not begun
 * @param unfinished who still ran a task when the time was over
 */
public record Shutdown(int cancelled, List<AgentHealth> unfinished) {

  /** Whether every task that had begun has ended. */
  public boolean isClean() {
    return unfinished.isEmpty();
  }
}
