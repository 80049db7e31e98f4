/**
 * The run of many agents in several processes on one database, which {@code bolt agents} is.
 *
 * <p>A process of agents prints {@code ready}, works when it is told {@code go}, prints its {@link
 * dev.bolt.cli.agents.AgentFigures} in one line and ends.
 */
package dev.bolt.cli.agents;
