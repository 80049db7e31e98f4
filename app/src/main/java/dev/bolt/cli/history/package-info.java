/**
 * Histories of transactions on lists: what each client asked for, what it was told, and when.
 *
 * <p>A client writes each event to a file of its own before it goes on, so that nothing of a killed
 * process is missing but the answers that it never got. Merged by their times, the files are one
 * history in the form that the checker Elle reads.
 */
package dev.bolt.cli.history;
