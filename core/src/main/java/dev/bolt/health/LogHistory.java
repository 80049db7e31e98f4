package dev.bolt.health;

import dev.bolt.engine.LogReaders;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Who keeps SQLite's log from beginning anew. The file of the log never becomes shorter, so its
 * length tells nothing, and many read it for a moment: those count who read it when it is seen to
 * have grown beyond all measure, as long as they go on reading. Confined to one thread.
 */
final class LogHistory {

  private long length = Long.MAX_VALUE;
  private List<Long> suspects = List.of();

  /** The processes, after the log is seen to have a length. */
  List<Long> readers(Path file, long now) {
    boolean grew = now > length && now >= LogRules.MANY_BYTES;
    length = now;
    if (!grew && suspects.isEmpty()) {
      return List.of();
    }
    List<Long> reading = new ArrayList<>(LogReaders.of(file));
    if (!grew) {
      reading.retainAll(suspects);
    }
    suspects = List.copyOf(reading);
    return suspects;
  }
}
