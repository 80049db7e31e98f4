package dev.bolt.health;

import dev.bolt.doctor.DatabaseInfo;
import dev.bolt.doctor.Finding;
import dev.bolt.lock.LockInfo;
import dev.bolt.os.ProcessInfo;
import dev.bolt.pool.PoolStats;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one look has found, before it is judged. Immutable.
 *
 * @param unseen what could not be looked at and why, one sentence each
 * @param outsideWriters the processes without Bolt that keep SQLite's write lock for long
 * @param logReaders the processes that keep the log from beginning anew, while it grows
 * @param failedRepairs what should be removed and cannot be
 */
record Observation(
    Path file,
    PoolStats pool,
    Activity activity,
    LockInfo locks,
    Optional<DatabaseInfo> info,
    List<String> unseen,
    List<ProcessInfo> outsideWriters,
    List<ProcessInfo> logReaders,
    MemoryUse memory,
    OptionalLong freeBytes,
    List<Finding> repaired,
    List<Finding> failedRepairs) {}
