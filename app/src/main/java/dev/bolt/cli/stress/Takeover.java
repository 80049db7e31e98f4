package dev.bolt.cli.stress;

import java.util.OptionalLong;

/**
 * A process was killed.
 *
 * @param pid the process
 * @param host whether it was the host of the database
 * @param micros the microseconds until another process had begun and finished an operation, or
 *     empty when none had before the measurement ended
 */
public record Takeover(long pid, boolean host, OptionalLong micros) {}
