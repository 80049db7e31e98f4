/**
 * One door to values that are slow to get: memory, then a DuckDB file that processes share, then a
 * far tier if there is one, then a loader that runs once: {@link dev.bolt.storage.UnifiedStorage}.
 *
 * <p>Invariants: (1) of all threads of all processes one loads a key at a time, and who waits for
 * him has what he got; (2) who fails or dies keeps nobody from trying next; (3) what a load brings
 * is kept only if nobody has changed or removed the key since it began, and is given only to who
 * came before that.
 *
 * <p>Owns the named locks that begin with {@code load:} in the folder beside the file, and the
 * threads {@code bolt-refresh-n} while values are refreshed ahead.
 */
package dev.bolt.storage;
