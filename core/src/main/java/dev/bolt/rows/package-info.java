/**
 * Results in columns: typed chunks of rows, what they are called, and every JDBC conversion on
 * them.
 *
 * <p>Hosted engines hand out their results in this form, in the host and in the joined processes,
 * so that a getter is written once. Nothing here knows a connection; no class owns a thread.
 */
package dev.bolt.rows;
