/**
 * How rows are written: as an aligned table, as CSV or as JSON.
 *
 * <p>Rows are written as they come; a table holds one block of them at a time, so that a result of
 * any length needs little memory. All classes are confined to one thread.
 */
package dev.bolt.cli.output;
