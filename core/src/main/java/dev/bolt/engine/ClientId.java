package dev.bolt.engine;

/**
 * Names a client of a host: one session of one process, for as long as it lives, whatever hosts it
 * has meanwhile.
 *
 * @param process random, the same for all sessions of a process with a database
 * @param session random
 */
public record ClientId(long process, long session) {}
