package dev.bolt.engine;

import dev.bolt.os.KernelLocks;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;

/** Who holds SQLite's own write lock on a file, whether or not through Bolt. Stateless. */
public final class SqliteWriteLock {

  /** wal.c: the WAL-index locks begin at byte 120 of the -shm file, the write lock first. */
  private static final long WAL_WRITE_LOCK = 120;

  /** os.h: RESERVED_BYTE, which the writer of a file with a rollback journal locks. */
  private static final long RESERVED_BYTE = 0x4000_0000L + 1;

  /** os.h: SHARED_FIRST, exclusively locked by who has the file for itself. */
  private static final long SHARED_BYTES = 0x4000_0000L + 2;

  private SqliteWriteLock() {}

  /**
   * The processes that hold it now, one as a rule; empty also where the system does not tell. No
   * file is opened.
   *
   * @param file the database file
   */
  public static SortedSet<Long> holders(Path file) {
    SortedSet<Long> holders = new TreeSet<>();
    holders.addAll(KernelLocks.exclusiveHolders(LogReaders.index(file), WAL_WRITE_LOCK));
    holders.addAll(KernelLocks.exclusiveHolders(file, RESERVED_BYTE));
    holders.addAll(KernelLocks.exclusiveHolders(file, SHARED_BYTES));
    return holders;
  }
}
