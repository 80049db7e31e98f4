/**
 * Agents that work on shared databases: {@link dev.bolt.agents.Bolt}, above {@link
 * dev.bolt.database.ConcurrentDatabase}.
 *
 * <p>Threads: {@code bolt-agent-n}, one for each agent, which run the tasks of the user and nothing
 * else; {@code bolt-agents-health}, which asks each database in turn whether it answers and opens
 * those that could not be opened. All are daemons, and end when {@code Bolt} is closed.
 */
package dev.bolt.agents;
