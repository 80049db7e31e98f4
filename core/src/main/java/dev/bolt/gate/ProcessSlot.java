package dev.bolt.gate;

import dev.bolt.election.KernelLock;
import dev.bolt.os.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The place of this process at a gate, which is its own as long as it holds a kernel lock.
 *
 * <p>Each slot has a lock file of its own: closing any descriptor of a file drops all POSIX locks
 * that the process has on it, so a try for the lock of another slot must not touch the file of
 * one's own. Thread-safe.
 */
final class ProcessSlot implements AutoCloseable {

  private final Path folder;
  private final GateFile file;
  private final int number;
  private final KernelLock lock;

  private ProcessSlot(Path folder, GateFile file, int number, KernelLock lock) {
    this.folder = folder;
    this.file = file;
    this.number = number;
    this.lock = lock;
  }

  /**
   * Claims the first slot that no living process has.
   *
   * @throws IOException when all are taken, or the file system has no locks
   */
  static ProcessSlot claim(Path folder, GateFile file) throws IOException {
    for (int number = 0; number < GateFile.SLOTS; number++) {
      Optional<KernelLock> lock = KernelLock.tryAcquire(lockFile(folder, number));
      if (lock.isPresent()) {
        ProcessSlot slot = new ProcessSlot(folder, file, number, lock.get());
        slot.clean();
        slot.introduce();
        return slot;
      }
    }
    throw new IOException(
        "The write gate has places for " + GateFile.SLOTS + " processes, and all are taken");
  }

  // Whoever had the slot before is dead, so the word can only be his by its last value.
  private void clean() {
    withdraw();
    file.publishTicket(number, 0);
  }

  int number() {
    return number;
  }

  /** Writes who has the slot; again and again, since rubbish may be written over it. */
  void introduce() {
    file.setProcess(number, ProcessIdentity.self());
  }

  /** Whether the process of a slot is known to be dead. */
  boolean isDead(int slot) {
    if (slot < 0 || slot >= GateFile.SLOTS) {
      return true;
    }
    if (slot == number) {
      return false;
    }
    try {
      Optional<KernelLock> left = KernelLock.tryAcquire(lockFile(folder, slot));
      if (left.isEmpty()) {
        return false;
      }
      left.get().close();
      return true;
    } catch (IOException e) {
      // Not known: the folder is gone, or no descriptor is left.
      return false;
    }
  }

  /** Whether the process of a slot is known to be stopped. */
  boolean isStopped(int slot) {
    return file.process(slot).isStopped();
  }

  private void withdraw() {
    long word = file.word();
    if (GateWord.slot(word) == number) {
      file.replaceWord(word, GateWord.freed(word));
    }
  }

  @Override
  public void close() throws IOException {
    file.publishTicket(number, 0);
    withdraw();
    lock.close();
  }

  private static Path lockFile(Path folder, int number) {
    return folder.resolve("gate-" + number);
  }
}
