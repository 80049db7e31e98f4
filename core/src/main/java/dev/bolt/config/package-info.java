/**
 * What a user asks for: the URL, Bolt's own options, the engines' options, and which engine a file
 * belongs to.
 *
 * <p>All classes are immutable or stateless. Nothing here opens a database; {@link
 * dev.bolt.config.EngineFinder} looks at the first bytes of a file that no engine of this process
 * has open.
 */
package dev.bolt.config;
