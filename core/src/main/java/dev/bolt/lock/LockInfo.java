package dev.bolt.lock;

import dev.bolt.election.LockThread;
import dev.bolt.election.SharedMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Who holds and who awaits the locks of a database, all at one moment. Immutable.
 *
 * @param holders those who hold, in the order in which they came
 * @param waiters those who wait, in the order in which they came
 */
public record LockInfo(List<LockEntry> holders, List<LockEntry> waiters) {

  public LockInfo {
    holders = List.copyOf(holders);
    waiters = List.copyOf(waiters);
  }

  /** Nobody holds or awaits anything. */
  public static final LockInfo NOTHING = new LockInfo(List.of(), List.of());

  /**
   * Looks at the locks of a database from outside; nothing is written, and no place taken. Those of
   * dead processes stand there until somebody wants their locks.
   *
   * @param folder the folder beside the database
   * @throws IOException when the file of locks is there and cannot be read
   */
  public static LockInfo look(Path folder) throws IOException {
    Path file = folder.resolve(TableFile.NAME);
    try {
      Optional<ByteBuffer> copy = LockThread.call(() -> SharedMemory.copy(file, LockTable.LENGTH));
      return copy.map(LockTable::new)
          .filter(LockTable::isOfThisVersion)
          .map(table -> new Snapshot(table).rightInfo())
          .orElse(NOTHING);
    } catch (NoSuchFileException e) {
      return NOTHING;
    }
  }

  /** The same of one lock. */
  public LockInfo of(String name) {
    return new LockInfo(
        holders.stream().filter(e -> e.name().equals(name)).toList(),
        waiters.stream().filter(e -> e.name().equals(name)).toList());
  }
}
