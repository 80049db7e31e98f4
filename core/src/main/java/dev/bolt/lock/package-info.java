/**
 * Locks with names, shared or exclusive, that threads of all processes take in order, with fencing
 * tokens and the detection of deadlocks.
 *
 * <p>{@link dev.bolt.lock.DatabaseLockManager} is the door, {@link dev.bolt.lock.LockTable} draws
 * the mapped file, {@link dev.bolt.lock.Queues} has the rules, {@link dev.bolt.lock.Section} lets
 * one thread of all processes at them, {@link dev.bolt.lock.CurrentTable} follows when its file is
 * another one. {@link dev.bolt.lock.DeadlockWatch} finds the deadlocks of all that threads wait
 * for, by a {@link dev.bolt.lock.WaitGraph} of what stands on the {@link dev.bolt.lock.WaitBoard}.
 *
 * <p>Invariants: (1) no two holders; (2) only death, release, force or loss of the file end a lock;
 * (3) tokens grow; (4) first come, first served; (5) a section that was not left by its own word
 * has not happened; (6) from any content of the file a section is entered after a bounded time; (7)
 * a cycle of waits is found by the last who says that he waits.
 *
 * <p>Owns the files {@code locks}, {@code locks.lock} and {@code locks-N} in the folder beside the
 * database, the same in the folder {@code waits} of the user, and the thread {@code
 * bolt-lock-keeper} while locks are held. Never opens a database.
 */
package dev.bolt.lock;
