/**
 * A cache in a DuckDB file that processes share, with a tier in the memory of each that never
 * serves what another process has changed: {@link dev.bolt.cache.DuckDbCache}.
 *
 * <p>{@link dev.bolt.cache.VersionFile} draws the mapped file by which a reader learns of a change,
 * {@link dev.bolt.cache.Changes} has the order in which a change is made and told. Decision 19 has
 * the reasons.
 *
 * <p>Invariants: (1) a value is served from memory only while the versions that were read before it
 * was read from the database stand unchanged in the file; (2) whoever changes something moves its
 * version before his change is acknowledged, and marks it before the change is made; (3) what is
 * marked is neither kept in memory nor served from there, and a mark that a dead process has left
 * stays until nothing of it can run any more; (4) what a load brings is kept only if nobody has
 * changed or removed the key since the load began.
 *
 * <p>Owns the files {@code cache} and {@code cache.lock} in the folder beside the database, the
 * schema {@code bolt_cache} in it, the named locks that begin with {@code cache:}, and the thread
 * {@code bolt-cache} while there is something to do.
 */
package dev.bolt.cache;
