package dev.bolt.jdbc;

/**
 * What a connection knows of how it was opened.
 *
 * @param url the URL it was asked for
 * @param readOnly whether the database was opened read-only
 * @param allowUnwrap whether the engine's own connection may be handed out
 */
record ConnectionSettings(String url, boolean readOnly, boolean allowUnwrap) {}
