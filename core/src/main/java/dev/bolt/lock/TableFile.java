package dev.bolt.lock;

import dev.bolt.ErrorCode;
import dev.bolt.election.KernelLock;
import dev.bolt.election.LockThread;
import dev.bolt.election.SharedMemory;
import dev.bolt.os.FileIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * A mapped table, and which file that is.
 *
 * <p>Only the holder of the kernel lock {@code locks.lock} writes a file anew, under another name
 * that is then changed: a mapping is never cut short. A file that is retired, or full of rubbish,
 * leaves its entries to the next one, as far as they can be right. Channels are used on {@link
 * LockThread}.
 *
 * @param table the table
 * @param identity the file
 */
record TableFile(LockTable table, FileIdentity identity) {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  static final String NAME = "locks";

  /**
   * The table in a folder.
   *
   * @throws IOException when it cannot be written or mapped, or when another process has been
   *     writing it for ten seconds
   * @throws SQLException with SQLState 08004 when processes with another version of Bolt use it
   */
  static TableFile open(Path folder) throws IOException, SQLException {
    Path file = folder.resolve(NAME);
    Optional<TableFile> present = LockThread.call(() -> mapIfRight(file));
    if (present.isPresent()) {
      return present.get();
    }
    KernelLock lock = KernelLock.acquire(folder.resolve("locks.lock"), PATIENCE);
    try {
      if (LockThread.call(() -> isOfOtherVersion(file))) {
        checkUnused(folder);
      }
      return LockThread.call(() -> mapMended(file));
    } finally {
      lock.close();
    }
  }

  /** Whether the file of a folder is still this one. */
  boolean isIn(Path folder) {
    try {
      return FileIdentity.of(folder.resolve(NAME)).equals(identity);
    } catch (IOException e) {
      // There is none, or it cannot be looked at.
      return false;
    }
  }

  private static Optional<TableFile> mapIfRight(Path file) throws IOException {
    if (!SharedMemory.hasLength(file, LockTable.LENGTH)) {
      return Optional.empty();
    }
    TableFile mapped = map(file);
    return Optional.of(mapped)
        .filter(f -> f.table.isOfThisVersion() && !f.table.isRetired() && f.isIn(file.getParent()));
  }

  // The identity is that of what is mapped only if it is the same before and after: see isIn.
  private static TableFile map(Path file) throws IOException {
    FileIdentity identity = FileIdentity.of(file);
    return new TableFile(new LockTable(SharedMemory.map(file, LockTable.LENGTH)), identity);
  }

  private static boolean isOfOtherVersion(Path file) throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) < LockTable.HEAD_LENGTH) {
      return false;
    }
    LockTable head = new LockTable(SharedMemory.map(file, LockTable.HEAD_LENGTH));
    return head.isTable() && !head.isOfThisVersion();
  }

  private static void checkUnused(Path folder) throws IOException, SQLException {
    for (int slot = 0; slot < LockTable.SLOTS; slot++) {
      Path file = folder.resolve(NAME + "-" + slot);
      if (!Files.exists(file)) {
        continue;
      }
      Optional<KernelLock> unused = KernelLock.tryAcquire(file);
      if (unused.isEmpty()) {
        throw ErrorCode.MISMATCH.exception(
            "Processes with another version of Bolt use the locks of this database: "
                + folder
                + ". Use one version, or end those processes first");
      }
      unused.get().close();
    }
  }

  private static TableFile mapMended(Path file) throws IOException {
    LockTable left = null;
    if (SharedMemory.hasLength(file, LockTable.LENGTH)) {
      TableFile mapped = map(file);
      if (mapped.table.isOfThisVersion() && !mapped.table.isRetired()) {
        return mapped;
      }
      left = mapped.table.isTable() && !mapped.table.isOfThisVersion() ? null : mapped.table;
    }
    LockTable fresh = new LockTable(ByteBuffer.allocateDirect(LockTable.LENGTH));
    if (left != null) {
      left.retire();
      fresh.copy(left);
    }
    new Queues(fresh, LockTable.NONE).rebuild();
    SharedMemory.replace(file, fresh.content());
    return map(file);
  }
}
