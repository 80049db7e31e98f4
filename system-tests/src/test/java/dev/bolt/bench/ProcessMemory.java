package dev.bolt.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The memory of a process as Linux counts it, see proc(5).
 *
 * @param pid the process
 */
record ProcessMemory(long pid) {

  private static final String RESET_PEAK = "5";

  /** What is resident now, in KiB. */
  long residentKib() throws IOException {
    return kib("smaps_rollup", "Rss:");
  }

  /** Forgets the peak; it is counted from now on. */
  void resetPeak() throws IOException {
    Files.writeString(file("clear_refs"), RESET_PEAK);
  }

  /** The most that was resident since {@link #resetPeak}, in KiB. */
  long peakKib() throws IOException {
    return kib("status", "VmHWM:");
  }

  private long kib(String name, String key) throws IOException {
    return Files.readAllLines(file(name)).stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.replaceAll("[^0-9]", ""))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow(() -> new IOException("no " + key + " in " + file(name)));
  }

  private Path file(String name) {
    return Path.of("/proc", Long.toString(pid), name);
  }
}
