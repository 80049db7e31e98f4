/** Running SQL statements that come as text, from an argument, a pipe or a person. */
package dev.bolt.cli.sql;
