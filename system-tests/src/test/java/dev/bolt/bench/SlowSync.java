package dev.bolt.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Has each sync of a file take longer, as on a slower disk, in processes that are started so: a
 * small library is loaded before that of C. Immutable.
 *
 * @param delay by how much
 * @param folder where the library is built
 */
record SlowSync(Duration delay, Path folder) {

  private static final String SOURCE = "slow_sync.c";

  static SlowSync of(Settings settings) {
    return new SlowSync(settings.syncDelay(), settings.folder());
  }

  /** A command that starts what another one starts, in that way. */
  List<String> in(List<String> command) {
    if (delay.isZero()) {
      return command;
    }
    List<String> slow = new ArrayList<>();
    slow.add("env");
    slow.add("LD_PRELOAD=" + library());
    slow.add("SLOW_SYNC_MICROS=" + delay.toNanos() / 1000);
    slow.addAll(command);
    return slow;
  }

  private Path library() {
    Path source = folder.resolve(SOURCE);
    Path library = folder.resolve("slow_sync.so");
    try (InputStream text = SlowSync.class.getResourceAsStream(SOURCE)) {
      Files.copy(text, source, StandardCopyOption.REPLACE_EXISTING);
      int status =
          new ProcessBuilder(
                  "cc", "-O2", "-shared", "-fPIC", "-o", library.toString(), source.toString())
              .inheritIO()
              .start()
              .waitFor();
      if (status != 0) {
        throw new IOException("cc ended with " + status);
      }
      return library;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "syncDelay needs a C compiler (cc), such as that of the package gcc: " + e.getMessage(),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the library was built", e);
    }
  }
}
