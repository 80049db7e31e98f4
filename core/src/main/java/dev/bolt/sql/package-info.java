/**
 * Just enough of SQL to share a database: texts split into single statements, and what kind each
 * is.
 *
 * <p>No parser: a lexer that knows the quotes and comments of both engines, and a look at the
 * leading words. All classes are immutable or stateless.
 */
package dev.bolt.sql;
