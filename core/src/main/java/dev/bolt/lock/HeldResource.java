package dev.bolt.lock;

/**
 * Something that an owner has and for which others may wait. Immutable.
 *
 * @param name what to call it, everywhere the same and of nothing else: "the lock 'a' of /x/y.db"
 * @param mode how it is held
 * @param since since when, by {@link System#nanoTime}
 */
public record HeldResource(String name, LockMode mode, long since) {}
