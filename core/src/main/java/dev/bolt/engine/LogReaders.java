package dev.bolt.engine;

import dev.bolt.os.KernelLocks;
import java.nio.file.Path;
import java.util.List;

/** Who reads the log of a SQLite file, so that it cannot begin anew. Stateless. */
public final class LogReaders {

  /** wal.c: the locks of readers begin at byte 123 of the -shm file; the first needs no log. */
  private static final long FIRST_READER = 124;

  private static final int READERS = 4;

  private LogReaders() {}

  /**
   * The processes that may be reading an old state of a file out of its log: they have a
   * transaction or a result open. Empty where the system does not tell. No file is opened.
   *
   * @param file the database file
   */
  public static List<Long> of(Path file) {
    return KernelLocks.holders(index(file), FIRST_READER, FIRST_READER + READERS - 1);
  }

  /** The file beside a database whose locks order those who read and write its log. */
  public static Path index(Path file) {
    return file.resolveSibling(file.getFileName() + "-shm");
  }
}
