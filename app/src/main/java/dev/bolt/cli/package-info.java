/** The command line: one class per command, thin over the library. */
package dev.bolt.cli;
