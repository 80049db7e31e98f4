package dev.bolt.cache;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The last change that a writer was told is made, in a mapped file: its number times two, and one
 * more if it was a removal.
 *
 * @param bytes the mapping
 */
record Acknowledged(ByteBuffer bytes) {

  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long OVER = -1;

  static Acknowledged in(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new Acknowledged(channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES));
    }
  }

  void put(long number) {
    LONGS.setVolatile(bytes, 0, 2 * number);
  }

  void removed(long number) {
    LONGS.setVolatile(bytes, 0, 2 * number + 1);
  }

  void over() {
    LONGS.setVolatile(bytes, 0, OVER);
  }

  boolean isOver() {
    return word() == OVER;
  }

  long word() {
    return (long) LONGS.getVolatile(bytes, 0);
  }

  /** Whether a number may be read by who has seen this word before. */
  static boolean allows(long word, long number) {
    return word == OVER || number * 2 >= word;
  }
}
