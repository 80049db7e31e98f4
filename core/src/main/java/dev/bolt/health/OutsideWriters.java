package dev.bolt.health;

import dev.bolt.doctor.DatabaseInfo;
import dev.bolt.engine.SqliteWriteLock;
import dev.bolt.os.ProcessInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The processes without Bolt that keep SQLite's write lock. One that has it at each of some looks
 * is taken to keep it: nobody waits for one that writes now and then. Stateless.
 */
final class OutsideWriters {

  private static final int LOOKS = 3;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

  private OutsideWriters() {}

  static List<ProcessInfo> of(Path file, DatabaseInfo info) {
    List<Long> outside = info.outside().stream().map(ProcessInfo::pid).toList();
    if (outside.isEmpty()) {
      return List.of();
    }
    SortedSet<Long> keeping = SqliteWriteLock.holders(file);
    keeping.retainAll(outside);
    for (int i = 1; i < LOOKS && !keeping.isEmpty(); i++) {
      LockSupport.parkNanos(PAUSE_NANOS);
      keeping.retainAll(SqliteWriteLock.holders(file));
    }
    return keeping.stream().map(ProcessInfo::of).toList();
  }
}
