/**
 * What the host does for the processes that joined it: it accepts their connections and runs what
 * they ask on sessions of its engine.
 *
 * <p>Threads: {@code bolt-host} accepts; each connection has one, {@code bolt-session-n} or {@code
 * bolt-control-n}, which blocks in its socket or in the engine; {@code bolt-handshake} cuts off who
 * connects and says nothing. None of them polls.
 */
package dev.bolt.host;
