/**
 * The part that this process plays for each database it has open: host, joined to a host, or, where
 * the engine shares by itself, neither; and sessions that outlive a change of that part.
 *
 * <p>A {@link dev.bolt.node.HostedNode} owns one thread, {@code bolt-node}, on which it is elected,
 * takes over and lets go, one after the other. Invariants: (1) the engine is opened only while this
 * process holds {@code host.lock}, and that is released only after the engine's own lock on the
 * file is seen gone; (2) a session repeats only what was not executed or the engine takes for a
 * read; what else was under way when its host was lost ends with an error that says what is known.
 */
package dev.bolt.node;
