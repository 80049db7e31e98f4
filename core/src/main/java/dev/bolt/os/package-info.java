/**
 * What the operating system tells about processes and the locks they hold.
 *
 * <p>Linux answers from {@code /proc}; elsewhere the answers are empty, and callers say less.
 * Stateless.
 */
package dev.bolt.os;
