package dev.bolt.cli.workload;

import dev.bolt.cli.history.ClientHistory;
import java.util.function.LongSupplier;

/**
 * What a client of {@link Workload#APPEND} needs beside its connections.
 *
 * @param history where it writes what it sees
 * @param done about how many transactions all clients have done, by which they move on to other
 *     lists
 */
public record ListClient(ClientHistory history, LongSupplier done) {}
