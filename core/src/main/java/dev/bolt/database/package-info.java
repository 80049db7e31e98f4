/**
 * The programming interface: {@link dev.bolt.database.ConcurrentDatabase}, above the driver and the
 * pool.
 *
 * <p>Every call takes a connection of the pool, uses it and gives it back; a stream and a
 * transaction keep theirs until they end. Threads: {@code bolt-async-n}, as many as connections,
 * for asynchronous calls; {@code bolt-cancel}, while a cancelled one has not ended; {@code
 * bolt-streams}, which gives back the connections of streams that nobody closed; and that of the
 * {@linkplain dev.bolt.health health monitor}. All are daemons.
 */
package dev.bolt.database;
