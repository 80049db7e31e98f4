package dev.bolt.sync;

import dev.bolt.election.LockThread;
import dev.bolt.election.SharedMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** What can be said of the counters of shared syncs by who does not use them. Stateless. */
public final class SyncState {

  private SyncState() {}

  /** The file of the counters in the folder beside a database. */
  public static Path file(Path folder) {
    return folder.resolve("sync");
  }

  /**
   * Whether there are counters that nobody can trust: rubbish, or of another version of Bolt.
   *
   * @throws IOException when the file is there and cannot be read
   */
  public static boolean isDamaged(Path folder) throws IOException {
    Path file = file(folder);
    try {
      Optional<ByteBuffer> copy = LockThread.call(() -> SharedMemory.copy(file, SyncFile.LENGTH));
      return copy.isEmpty() || !SyncFile.of(copy.get()).isTrusted();
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
