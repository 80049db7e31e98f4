package dev.bolt.sync;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file of counters as a program outside sees it. */
final class CountersOnDisk {

  private static final int REQUESTED = 64;
  private static final int DURATION = 200;
  private static final long COUNT = (1L << 48) - 1;

  private final Path file;

  CountersOnDisk(Path folder) {
    this.file = folder.resolve("sync");
  }

  /** How many tickets have been drawn. */
  long requests() throws IOException {
    return memory(Files.readAllBytes(file)).getLong(REQUESTED) & COUNT;
  }

  /** Makes all wait for a leader as long as they ever do. */
  void pretendSlowDisk() throws IOException {
    write(DURATION, memory(new byte[Long.BYTES]).putLong(0, Long.MAX_VALUE).array());
  }

  void overwrite(byte[] content) throws IOException {
    write(0, content);
  }

  private void write(int at, byte[] content) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.seek(at);
      open.write(content);
    }
  }

  private static ByteBuffer memory(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
  }
}
