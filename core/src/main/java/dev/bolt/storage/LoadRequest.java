package dev.bolt.storage;

import dev.bolt.cache.PutOptions;

/**
 * What somebody wants. Immutable.
 *
 * @param key the key
 * @param options how its value is kept
 * @param loader where it comes from
 * @param <X> what that throws
 */
record LoadRequest<X extends Exception>(String key, PutOptions options, Loader<X> loader) {}
