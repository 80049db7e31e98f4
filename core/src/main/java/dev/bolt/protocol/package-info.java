/**
 * Bytes on the wire: how numbers, values, rows and the shapes of results are written and read.
 *
 * <p>All numbers are little-endian, all text is UTF-8. What is read is not trusted: every length is
 * checked against the bytes that are there before anything of that length is allocated, and a
 * buffer that is not what it should be ends in a {@link dev.bolt.protocol.ProtocolException},
 * nothing else. No class owns a thread or a socket.
 */
package dev.bolt.protocol;
