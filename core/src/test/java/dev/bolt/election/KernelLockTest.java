package dev.bolt.election;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.os.KernelLocks;
import dev.bolt.testing.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class KernelLockTest {

  @TempDir Path folder;

  /** Takes a lock, says whether it got it, and holds it until its input ends. */
  static final class Holder {
    public static void main(String[] arguments) throws Exception {
      Optional<KernelLock> lock = KernelLock.tryAcquire(Path.of(arguments[0]));
      System.out.println(lock.isPresent());
      while (System.in.read() >= 0) {
        // Until the parent is done.
      }
    }
  }

  @Test
  void shouldBeTakenOnceInAProcess() throws Exception {
    Path file = folder.resolve("a.lock");
    try (KernelLock lock = KernelLock.tryAcquire(file).orElseThrow()) {
      assertThat(lock).isNotNull();
      assertThat(KernelLock.tryAcquire(file)).isEmpty();
    }
    try (KernelLock again = KernelLock.tryAcquire(file).orElseThrow()) {
      assertThat(again).isNotNull();
    }
  }

  @Test
  void shouldExcludeAnotherProcessAndDieWithIt() throws Exception {
    Path file = folder.resolve("b.lock");
    try (ChildJvm child = ChildJvm.start(Holder.class, file.toString())) {
      assertThat(child.hear()).isEqualTo("true");
      assertThat(KernelLock.tryAcquire(file)).isEmpty();
      assertThat(KernelLocks.holders(file)).containsExactly(child.pid());
      child.kill();
      try (KernelLock mine = KernelLock.tryAcquire(file).orElseThrow()) {
        assertThat(mine).isNotNull();
      }
    }
  }

  @Test
  void shouldKeepItsLockWhenThisProcessTriesAgain() throws Exception {
    Path file = folder.resolve("c.lock");
    try (KernelLock lock = KernelLock.tryAcquire(file).orElseThrow()) {
      assertThat(lock).isNotNull();
      assertThat(KernelLock.tryAcquire(file)).isEmpty();
      try (ChildJvm child = ChildJvm.start(Holder.class, file.toString())) {
        assertThat(child.hear()).isEqualTo("false");
      }
    }
  }

  @Test
  void shouldKeepItsLockWhenTheThreadIsInterrupted() throws Exception {
    Path file = folder.resolve("d.lock");
    Thread.currentThread().interrupt();
    try (KernelLock lock = KernelLock.tryAcquire(file).orElseThrow()) {
      assertThat(Thread.interrupted()).isTrue();
      assertThat(lock).isNotNull();
      assertThat(KernelLocks.holders(file)).containsExactly(ProcessHandle.current().pid());
    }
  }

  private static void deleteUnderLock(Path file) {
    try {
      Optional<KernelLock> lock = KernelLock.tryAcquire(file);
      if (lock.isPresent()) {
        try (KernelLock held = lock.get()) {
          held.deleteFile();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes the lock of a file and deletes it, until its input ends. */
  static final class Deleter {
    public static void main(String[] arguments) throws Exception {
      Path file = Path.of(arguments[0]);
      System.out.println("begun");
      while (System.in.available() == 0) {
        deleteUnderLock(file);
      }
    }
  }

  @Test
  void shouldNotTakeTheLockOfAFileThatAnotherProcessDeletes() throws Exception {
    Path file = folder.resolve("f.lock");
    try (ChildJvm deleter = ChildJvm.start(Deleter.class, file.toString())) {
      assertThat(deleter.hear()).isEqualTo("begun");
      for (int i = 0; i < 300; i++) {
        Optional<KernelLock> lock = KernelLock.tryAcquire(file);
        if (lock.isPresent()) {
          try (KernelLock held = lock.get()) {
            assertThat(held).isNotNull();
            assertThat(KernelLocks.holders(file)).containsExactly(ProcessHandle.current().pid());
          }
        }
      }
      deleter.say("");
      deleter.awaitEnd();
    }
  }
}
