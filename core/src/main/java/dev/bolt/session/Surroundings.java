package dev.bolt.session;

import dev.bolt.database.ConcurrentDatabase;
import java.util.function.LongSupplier;

/**
 * What the sessions of a manager have in common. Thread-safe, as its parts are.
 *
 * @param clock in nanoseconds from zero on, which never go back
 */
record Surroundings(
    ConcurrentDatabase database,
    SessionConfig config,
    LongSupplier clock,
    OpenSessions open,
    SessionCounts counts,
    Sweep sweep) {}
