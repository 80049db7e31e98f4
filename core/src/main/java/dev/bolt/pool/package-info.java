/**
 * The connections that the threads of this process share: HikariCP, told what Bolt's connections
 * need, and who has them.
 *
 * <p>HikariCP owns the threads, two or three for each pool, all daemons and named after it. A
 * connection is in the pool or has one {@link dev.bolt.pool.Lease}.
 */
package dev.bolt.pool;
