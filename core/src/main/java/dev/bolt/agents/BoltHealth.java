package dev.bolt.agents;

import java.util.List;

/**
 * How a {@link Bolt} is. Immutable.
 *
 * @param agents what each agent is at
 * @param waiting how many tasks wait for one
 * @param databases how each database was when it was looked at last
 */
public record BoltHealth(List<AgentHealth> agents, int waiting, List<DatabaseCondition> databases) {

  /** Whether all databases answer. */
  public boolean isGood() {
    return databases.stream()
        .allMatch(database -> database.state() == DatabaseCondition.State.GOOD);
  }

  /** How many agents run a task. */
  public long working() {
    return agents.stream().filter(AgentHealth::working).count();
  }
}
