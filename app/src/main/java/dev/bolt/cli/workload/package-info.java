/**
 * The work that {@code stress}, {@code demo} and the benchmarks do, through {@code java.sql} alone.
 *
 * <p>Invariant: the operation with sequence number n of client c is a pure function of (c, n). It
 * is repeated by running the same number again, and what a database must hold afterwards follows
 * from the numbers that were acknowledged. Only transactions on lists are written down as they
 * happen, in a history.
 */
package dev.bolt.cli.workload;
