/** Copies of a database that is in use, made by its engine and so consistent. */
package dev.bolt.cli.backup;
