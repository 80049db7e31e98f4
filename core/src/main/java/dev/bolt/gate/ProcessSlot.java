package dev.bolt.gate;

import dev.bolt.election.KernelLock;
import dev.bolt.election.SlotLock;
import dev.bolt.os.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The place of this process at a gate, which is its own as long as it holds a kernel lock.
 * Thread-safe.
 */
final class ProcessSlot implements AutoCloseable {

  private final GateFile file;
  private final SlotLock lock;

  private ProcessSlot(GateFile file, SlotLock lock) {
    this.file = file;
    this.lock = lock;
  }

  /**
   * Claims the first slot that no living process has.
   *
   * @throws IOException when all are taken, or the file system has no locks
   */
  static ProcessSlot claim(Path folder, GateFile file) throws IOException {
    SlotLock lock =
        SlotLock.claim(folder, "gate", GateFile.SLOTS)
            .orElseThrow(
                () ->
                    new IOException(
                        "The write gate has places for "
                            + GateFile.SLOTS
                            + " processes, and all are taken"));
    ProcessSlot slot = new ProcessSlot(file, lock);
    slot.clean();
    slot.introduce();
    return slot;
  }

  // Whoever had the slot before is dead, so the word can only be his by its last value.
  private void clean() {
    withdraw();
    file.publishTicket(number(), 0);
  }

  int number() {
    return lock.number();
  }

  /** Writes who has the slot; again and again, since rubbish may be written over it. */
  void introduce() {
    file.setProcess(number(), ProcessIdentity.self());
  }

  /** Whether the process of a slot is known to be dead. */
  boolean isDead(int slot) {
    if (slot < 0 || slot >= GateFile.SLOTS) {
      return true;
    }
    try (KernelLock left = lock.takeFromDead(slot).orElse(null)) {
      return left != null;
    } catch (IOException e) {
      // Closing has failed, so it was open.
      return true;
    }
  }

  /** Whether the process of a slot is known to be stopped. */
  boolean isStopped(int slot) {
    return file.process(slot).isStopped();
  }

  private void withdraw() {
    long word = file.word();
    if (GateWord.slot(word) == number()) {
      file.replaceWord(word, GateWord.freed(word));
    }
  }

  @Override
  public void close() throws IOException {
    file.publishTicket(number(), 0);
    withdraw();
    lock.close();
  }
}
