package dev.bolt.election;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * Files that processes map and share. Channels are used, so it is for the {@link LockThread} alone.
 * Stateless.
 */
public final class SharedMemory {

  private SharedMemory() {}

  /**
   * Puts a file in the place of another, which those who have that mapped keep.
   *
   * <p>At its full length before anybody maps it: a full disk shows here, not as SIGBUS.
   *
   * @param content all of it, outside the heap
   */
  public static Path replace(Path file, ByteBuffer content) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(draft);
    try (FileChannel channel =
        FileChannel.open(
            draft,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      while (content.hasRemaining()) {
        channel.write(content);
      }
    }
    return Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Whether there is a file of a length. */
  public static boolean hasLength(Path file, int length) throws IOException {
    return Files.isRegularFile(file) && Files.size(file) == length;
  }

  /**
   * A copy of a file that others may have mapped, for who only looks; outside the heap.
   *
   * @return empty when it has not the length
   */
  public static Optional<ByteBuffer> copy(Path file, int length) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() != length) {
        return Optional.empty();
      }
      ByteBuffer copy = ByteBuffer.allocateDirect(length);
      while (copy.hasRemaining() && channel.read(copy) >= 0) {
        // Until all of it is there.
      }
      return copy.hasRemaining() ? Optional.empty() : Optional.of(copy.flip());
    }
  }

  /** Maps a file that has the length. */
  public static ByteBuffer map(Path file, int length) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return channel.map(FileChannel.MapMode.READ_WRITE, 0, length);
    }
  }
}
