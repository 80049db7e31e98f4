package dev.bolt.cli.stress;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How far each client came, in a mapped file that is still there when its process was killed.
 *
 * <pre>
 *   client 0                                        client 1
 *   +---------+----------+--------------+---------+---------+--
 *   | started | finished | successStart | success | started | …   64 bytes each, the last 32 unused
 *   +---------+----------+--------------+---------+---------+--
 *   0         8          16             24        32..64
 * </pre>
 *
 * {@code started} and {@code finished} are sequence numbers: when they differ an operation is under
 * way. {@code successStart} and {@code success} are when the last successful operation began and
 * ended, in microseconds of {@link MachineClock}. Each client is written by its one thread; all may
 * be read by every process.
 */
final class Progress {

  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final int SLOT = 64;
  private static final int STARTED = 0;
  private static final int FINISHED = 8;
  private static final int SUCCESS_START = 16;
  private static final int SUCCESS = 24;

  private final ByteBuffer slots;

  private Progress(ByteBuffer slots) {
    this.slots = slots;
  }

  /** A new file for a number of clients, of which none has begun. */
  static Progress create(Path file, int clients) throws IOException {
    // Written, not only stretched: a hole that the disk has no room for kills the one who maps it.
    Files.write(file, new byte[clients * SLOT]);
    return open(file);
  }

  /** The file of another process. */
  static Progress open(Path file) throws IOException {
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw");
        FileChannel channel = access.getChannel()) {
      return new Progress(channel.map(MapMode.READ_WRITE, 0, channel.size()));
    }
  }

  int clients() {
    return slots.capacity() / SLOT;
  }

  void starts(int client, long sequence) {
    set(client, STARTED, sequence);
  }

  void finishes(int client, long sequence) {
    set(client, FINISHED, sequence);
  }

  void succeeds(int client, long startMicros, long endMicros) {
    // The start last: who reads a start reads an end that is not older.
    set(client, SUCCESS, endMicros);
    set(client, SUCCESS_START, startMicros);
  }

  /** The operation that began last; 0 before the first. */
  long started(int client) {
    return get(client, STARTED);
  }

  /** The operation whose outcome was learned last; 0 before the first. */
  long finished(int client) {
    return get(client, FINISHED);
  }

  /** When the last successful operation began; 0 before the first. */
  long lastSuccessStart(int client) {
    return get(client, SUCCESS_START);
  }

  /** When the last successful operation ended, or a later one. */
  long lastSuccess(int client) {
    return get(client, SUCCESS);
  }

  /** The number of operations that all clients have finished. */
  long totalFinished() {
    long total = 0;
    for (int client = 0; client < clients(); client++) {
      total += finished(client);
    }
    return total;
  }

  private void set(int client, int field, long value) {
    LONG.setRelease(slots, client * SLOT + field, value);
  }

  private long get(int client, int field) {
    return (long) LONG.getAcquire(slots, client * SLOT + field);
  }
}
