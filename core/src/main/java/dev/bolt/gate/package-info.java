/**
 * The gate through which the writers of one SQLite file go one after the other, in every process.
 *
 * <p>Pure coordination in shared memory: no SQL, and nothing that protects data. SQLite's own locks
 * do that; the gate only orders those who would fight for them. {@link dev.bolt.gate.WriteGate} is
 * the door, {@link dev.bolt.gate.GateFile} draws the mapped file, {@link dev.bolt.gate.Watch} has
 * the rules of waiting.
 *
 * <p>Invariants: (1) the word of the gate names one turn, and who is inside alone changes it,
 * unless he is passed over; (2) a turn that is over stays over, whoever resumes later; (3) the
 * oldest waiter is next, as long as all are healthy; (4) from any content of the file the gate is
 * taken again after a bounded time; (5) who goes in and out while nobody waits makes no system
 * call; (6) nobody decides by another process's clock.
 *
 * <p>Owns the files {@code gate}, {@code gate.lock} and {@code gate-N} in the folder beside the
 * database, and no thread: a waiter polls, ever more rarely, and at most one in each process.
 */
package dev.bolt.gate;
