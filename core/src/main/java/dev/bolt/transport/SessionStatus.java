package dev.bolt.transport;

import dev.bolt.engine.TransactionState;
import java.time.Duration;
import java.util.Optional;

/**
 * What a session of a joined process does. Immutable.
 *
 * @param number its number in this host
 * @param transaction where its transaction stood when its last request ended
 * @param running the beginning of the statement that runs now, or the name of another request;
 *     empty when it waits for its client
 * @param since for how long it has done so
 */
public record SessionStatus(
    long number, TransactionState transaction, Optional<String> running, Duration since) {}
