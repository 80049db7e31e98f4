/**
 * What a joined process does: it runs the calls of its sessions in the host, over one connection
 * per session, and one control connection for the process.
 *
 * <p>Threads: a session is used by its user's thread, which waits in the session's own connection;
 * {@code bolt-link} reads the control connection and so sees the death of the host at once.
 */
package dev.bolt.client;
