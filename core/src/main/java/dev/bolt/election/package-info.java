/**
 * Who is the host of a database: the folder beside it, the kernel lock that elects, the record that
 * tells the others where to connect.
 *
 * <p>Invariants: (1) the record and the socket are written only by who holds {@code host.lock}; (2)
 * the lock is a courtesy among Bolt's processes, the fence is the engine's own lock on the data
 * file; (3) the lock's file has one channel per JVM, opened, locked and closed on one named thread
 * that nobody interrupts.
 */
package dev.bolt.election;
