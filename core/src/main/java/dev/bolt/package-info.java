/**
 * The nouns everything else may use: engines, error codes, the identity of a database.
 *
 * <p>Nothing here owns a thread or a file.
 */
package dev.bolt;
