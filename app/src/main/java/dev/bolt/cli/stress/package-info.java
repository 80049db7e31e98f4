/**
 * Real processes that work on one database, are killed on request, and whose work is checked.
 *
 * <p>The parent starts {@link dev.bolt.cli.stress.WorkerMain} in processes of its own and talks
 * with them in lines over their standard input and output. How far each client came is kept in a
 * mapped file ({@link dev.bolt.cli.stress.Progress}), and what they saw in histories, all of which
 * outlive a killed process, so that what it had acknowledged is known to the last operation. The
 * parent itself opens the database only when all workers have ended.
 */
package dev.bolt.cli.stress;
