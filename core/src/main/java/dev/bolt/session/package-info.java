/**
 * Sessions with a name: {@link dev.bolt.session.SessionManager}, above a {@link
 * dev.bolt.database.ConcurrentDatabase} of its own.
 *
 * <p>A session has a connection from its first call until it is closed or has expired. Threads:
 * {@code bolt-sessions}, one for each manager, which is there when a session may have expired or a
 * transaction has been open for too long. It is a daemon, and never waits for what a session does.
 */
package dev.bolt.session;
