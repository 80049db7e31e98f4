package dev.bolt.health;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * The memory of this process, in bytes.
 *
 * @param heapUsed the part of the heap that is in use, garbage included
 * @param heapLive the part that was in use after the last collection of each of its pools
 * @param heapMax how large the heap may become
 * @param resident all that the process has in memory, which is where the engines' own lies; empty
 *     where the system does not tell
 */
public record MemoryUse(long heapUsed, long heapLive, long heapMax, OptionalLong resident) {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";

  static MemoryUse now() {
    Runtime runtime = Runtime.getRuntime();
    return new MemoryUse(
        runtime.totalMemory() - runtime.freeMemory(), live(), runtime.maxMemory(), residentNow());
  }

  private static long live() {
    long live = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      MemoryUsage afterCollection = pool.getCollectionUsage();
      if (pool.getType() == MemoryType.HEAP && afterCollection != null) {
        live += afterCollection.getUsed();
      }
    }
    return live;
  }

  // "VmRSS:     123456 kB"
  private static OptionalLong residentNow() {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith(RESIDENT))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst();
    } catch (IOException | NumberFormatException e) {
      // No /proc here.
      return OptionalLong.empty();
    }
  }
}
