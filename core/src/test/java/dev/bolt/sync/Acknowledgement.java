package dev.bolt.sync;

/**
 * A row that somebody was told is durable.
 *
 * @param row its number
 * @param at when he was told, as {@link System#nanoTime} of all processes counts
 */
record Acknowledgement(long row, long at) {}
