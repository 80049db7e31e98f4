/**
 * Frames over a Unix-domain socket: how a host and a joined process exchange the calls of {@link
 * dev.bolt.engine.EngineSession}. The layouts are in {@code docs/protocol.md}.
 *
 * <p>A channel is confined to the thread that uses its session. No thread is owned here.
 */
package dev.bolt.transport;
