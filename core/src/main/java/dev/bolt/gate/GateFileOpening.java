package dev.bolt.gate;

import dev.bolt.election.KernelLock;
import dev.bolt.election.LockThread;
import dev.bolt.election.SharedMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Maps the file of a gate, and writes it anew when it is missing or not right.
 *
 * <p>Only the holder of the kernel lock {@code gate.lock} writes a file anew. A file that others
 * may have mapped is never cut short, which would end their JVMs, nor is one of another version
 * changed: another file takes its name. Channels are used on {@link LockThread}, which nobody
 * interrupts. Stateless.
 */
final class GateFileOpening {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private GateFileOpening() {}

  /**
   * The gate's file in a folder.
   *
   * @throws IOException when it cannot be written or mapped, or when another process has been
   *     writing it for ten seconds
   */
  static GateFile open(Path folder) throws IOException {
    Path file = folder.resolve("gate");
    Optional<GateFile> present = LockThread.call(() -> mapIfRight(file));
    if (present.isPresent()) {
      return present.get();
    }
    KernelLock lock = KernelLock.acquire(folder.resolve("gate.lock"), PATIENCE);
    try {
      return LockThread.call(() -> mapMended(file));
    } finally {
      lock.close();
    }
  }

  private static Optional<GateFile> mapIfRight(Path file) throws IOException {
    return hasRightLength(file)
        ? Optional.of(map(file)).filter(GateFile::isOfThisVersion)
        : Optional.empty();
  }

  private static GateFile mapMended(Path file) throws IOException {
    if (hasRightLength(file)) {
      GateFile gate = map(file);
      if (!gate.isGate()) {
        gate.reset();
      }
      if (gate.isOfThisVersion()) {
        return gate;
      }
    }
    replace(file);
    return map(file);
  }

  private static boolean hasRightLength(Path file) throws IOException {
    return SharedMemory.hasLength(file, GateFile.LENGTH);
  }

  private static void replace(Path file) throws IOException {
    ByteBuffer content = ByteBuffer.allocateDirect(GateFile.LENGTH);
    new GateFile(content).reset();
    SharedMemory.replace(file, content);
  }

  private static GateFile map(Path file) throws IOException {
    return new GateFile(SharedMemory.map(file, GateFile.LENGTH));
  }
}
