package dev.bolt.doctor;

import dev.bolt.DatabaseId;
import dev.bolt.engine.LogReaders;
import dev.bolt.os.FileIdentity;
import dev.bolt.os.KernelLocks;
import dev.bolt.os.OpenFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which processes have a database file open, with Bolt or without. Files are only looked up by
 * name. Immutable.
 *
 * @param locked those that have a kernel lock on it or its log's index
 * @param open those that have it or its log open, of those into which this user may look
 */
record FileUse(List<Long> locked, List<Long> open) {

  private static final SortedSet<Long> NOBODY = Collections.emptySortedSet();

  FileUse {
    locked = List.copyOf(locked);
    open = List.copyOf(open);
  }

  static FileUse of(DatabaseId database) {
    return new FileUse(locked(database), OpenFiles.holders(DatabaseFiles.all(database.file())));
  }

  /**
   * The same for one of many databases.
   *
   * @param openFiles what {@link OpenFiles#ofAllProcesses} has found
   */
  static FileUse of(DatabaseId database, Map<FileIdentity, SortedSet<Long>> openFiles) {
    SortedSet<Long> open = new TreeSet<>();
    for (Path file : DatabaseFiles.all(database.file())) {
      try {
        FileIdentity.ofExisting(file)
            .ifPresent(identity -> open.addAll(openFiles.getOrDefault(identity, NOBODY)));
      } catch (IOException e) {
        // It may not even be looked at: what is known are locks.
        continue;
      }
    }
    return new FileUse(locked(database), List.copyOf(open));
  }

  private static List<Long> locked(DatabaseId database) {
    SortedSet<Long> locked = new TreeSet<>(KernelLocks.holders(database.file()));
    locked.addAll(KernelLocks.holders(LogReaders.index(database.file())));
    return List.copyOf(locked);
  }

  boolean isEmpty() {
    return locked.isEmpty() && open.isEmpty();
  }

  /** All of them but some. */
  List<Long> without(List<Long> others) {
    SortedSet<Long> rest = new TreeSet<>(locked);
    rest.addAll(open);
    rest.removeAll(others);
    return List.copyOf(rest);
  }
}
