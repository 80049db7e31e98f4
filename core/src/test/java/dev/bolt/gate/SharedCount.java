package dev.bolt.gate;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** A count in a mapped file that is wrong as soon as two raise it at the same time. */
final class SharedCount {

  private final MappedByteBuffer bytes;

  private SharedCount(MappedByteBuffer bytes) {
    this.bytes = bytes;
  }

  static SharedCount of(Path folder) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            folder.resolve("count"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      return new SharedCount(channel.map(FileChannel.MapMode.READ_WRITE, 0, Integer.BYTES));
    }
  }

  /** Raises it so many times, each time inside the gate. */
  void raise(WriteGate gate, int times) {
    try {
      for (int i = 0; i < times; i++) {
        Pass pass = gate.enter(Duration.ofSeconds(50));
        int value = get();
        if (i % 16 == 0) {
          Thread.yield();
        }
        bytes.putInt(0, value + 1);
        pass.leave();
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  int get() {
    return bytes.getInt(0);
  }
}
