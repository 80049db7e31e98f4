package dev.bolt.agents;

/**
 * What an agent does.
 *
 * @param <T> what comes out
 */
@FunctionalInterface
public interface AgentTask<T> {
  /**
   * Does it, on the thread of an agent, which is interrupted when the task is cancelled.
   *
   * @param agent who does it; to be used in this call only
   */
  T run(Agent agent) throws Exception;
}
