package dev.bolt.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.DoubleStream;

/**
 * What of a machine decides the figures.
 *
 * @param processors how many the JVM sees
 * @param java its version
 * @param system the operating system
 * @param fileSystem the type of file system that the databases are on
 * @param syncMicros the median time to write 4 KiB there and sync them, in microseconds
 */
record Machine(int processors, String java, String system, String fileSystem, double syncMicros) {

  private static final int SYNCS = 50;
  private static final int PAGE = 4096;

  /** This machine, with the file system of a folder. */
  static Machine of(Path folder) throws IOException {
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.version"),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        Files.getFileStore(folder).type(),
        syncMicros(folder));
  }

  private static double syncMicros(Path folder) throws IOException {
    Path file = Files.createTempFile(folder, "sync", null);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      DoubleStream.Builder micros = DoubleStream.builder();
      for (int i = 0; i < SYNCS; i++) {
        long start = System.nanoTime();
        channel.write(ByteBuffer.allocate(PAGE));
        channel.force(false);
        micros.add((System.nanoTime() - start) / 1e3);
      }
      return Medians.of(micros.build());
    } finally {
      Files.delete(file);
    }
  }
}
