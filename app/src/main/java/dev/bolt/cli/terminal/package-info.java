/** What a command knows of the terminal, and how it ends in good order. */
package dev.bolt.cli.terminal;
