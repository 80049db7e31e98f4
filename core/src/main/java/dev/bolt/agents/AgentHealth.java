package dev.bolt.agents;

import java.time.Duration;

/**
 * What an agent is at. Immutable.
 *
 * @param name its name
 * @param working whether it runs a task
 * @param since how long it has been at that task
 * @param done how many tasks it has done
 * @param failed how many have failed or were cancelled
 */
public record AgentHealth(String name, boolean working, Duration since, long done, long failed) {}
