/**
 * Vectors in a shared database, and which are most like another: {@link
 * dev.bolt.similarity.EinsteinDatabaseAdapter}.
 *
 * <p>Invariants. Who writes to a table of vectors raises its version in the same transaction, and
 * two transactions that raise it cannot both commit; so a version says what is in the table. Each
 * row has the version that wrote it, and who deletes leaves the id with its version. An approximate
 * index knows the version that it shows; what is newer is found in the table, so that no answer is
 * older than the last write that was acknowledged.
 *
 * <p>Files: {@code similarity-TABLE} in the folder beside the database, an index of Lucene whose
 * kernel lock lets one process at a time write it. It may be deleted at any time. Threads: {@code
 * bolt-similarity}, one for each adapter with an index, while there is something to do; it alone
 * opens and writes files.
 */
package dev.bolt.similarity;
