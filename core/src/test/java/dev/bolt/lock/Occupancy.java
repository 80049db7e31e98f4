package dev.bolt.lock;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Who is inside what, counted by processes in a file of their own, to see whether locks lock. */
final class Occupancy {

  private static final VarHandle INTS =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());
  private static final int LENGTH = 4_096;
  private static final int WRITER = 10_000;

  private final ByteBuffer bytes;

  private Occupancy(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /** Maps the file, which has to be there but for the first who does. */
  static Occupancy of(Path file) throws IOException {
    if (!Files.exists(file)) {
      Files.write(file, new byte[LENGTH]);
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new Occupancy(channel.map(FileChannel.MapMode.READ_WRITE, 0, LENGTH));
    }
  }

  /** Comes and goes; returns whether nobody was there who must not. */
  boolean visit(int lock, LockMode mode) {
    int weight = mode == LockMode.EXCLUSIVE ? WRITER : 1;
    int before = (int) INTS.getAndAdd(bytes, lock * Integer.BYTES, weight);
    Thread.onSpinWait();
    int after = (int) INTS.getAndAdd(bytes, lock * Integer.BYTES, -weight);
    return mode == LockMode.EXCLUSIVE
        ? before == 0 && after == WRITER
        : before < WRITER && after < WRITER;
  }
}
