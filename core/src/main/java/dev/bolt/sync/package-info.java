/**
 * The syncs that those who commit to one SQLite file share, in this process and in others.
 *
 * <p>{@link dev.bolt.sync.SharedSync} is where a commit waits; {@link dev.bolt.sync.SyncFile} draws
 * the mapped file; {@link dev.bolt.sync.WalFile} is what is synced. Decision 12 has the reasons.
 *
 * <p>Invariants: (1) a commit is acknowledged only if a sync of the inode it was written to began
 * after its write and ended without an error; (2) that rests on nobody's being leader; (3) a sync
 * that failed covers nothing, now or later, and ends the mode for the file; (4) counters that
 * cannot be trusted acknowledge nothing; (5) nothing ends a wait but a sync.
 *
 * <p>Owns the files {@code sync} and {@code sync.lock} in the folder beside the database, and a
 * thread {@code bolt-sync} for each file, which alone touches the channel: an interrupt of a user's
 * thread would close it.
 */
package dev.bolt.sync;
