package dev.bolt.engine;

import dev.bolt.ErrorCode;
import dev.bolt.protocol.ChunkCodec;
import dev.bolt.protocol.WireReader;
import dev.bolt.protocol.WireWriter;
import dev.bolt.rows.Chunk;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.List;

/**
 * The rest of a result that had to make room for another statement: in memory up to a bound, then
 * in a temporary file that has no name any more, so that a killed process leaves nothing behind.
 *
 * <p>First in, first out. Confined to the thread that uses the session. The file is not a {@code
 * FileChannel}: an interrupt of the user's thread would close one.
 */
final class SpillBuffer implements AutoCloseable {

  private static final int MEMORY_BYTES = 4 << 20;

  private final ArrayDeque<Chunk> memory = new ArrayDeque<>();
  private long memoryBytes;
  private RandomAccessFile file;
  private long readPosition;
  private long writePosition;

  /** Appends a chunk. */
  void add(Chunk chunk) throws SQLException {
    if (file == null && memoryBytes + chunk.approximateBytes() <= MEMORY_BYTES) {
      memory.add(chunk);
      memoryBytes += chunk.approximateBytes();
      return;
    }
    try {
      append(chunk);
    } catch (IOException e) {
      throw ErrorCode.IO.exception(
          "The rest of a result could not be set aside in "
              + System.getProperty("java.io.tmpdir")
              + " to make room for the next statement: "
              + e.getMessage()
              + ". Free space there, or close the result before the next statement",
          e);
    }
  }

  /** Removes the oldest chunk, or returns null when there is none. */
  Chunk next() throws SQLException {
    if (!memory.isEmpty()) {
      Chunk chunk = memory.poll();
      memoryBytes -= chunk.approximateBytes();
      return chunk;
    }
    if (file == null || readPosition == writePosition) {
      return null;
    }
    try {
      return readBack();
    } catch (IOException e) {
      throw ErrorCode.IO.exception("A result that was set aside cannot be read back", e);
    }
  }

  /** Adds all chunks to a list without removing them; false when not all are in memory. */
  boolean addTo(List<Chunk> list) {
    list.addAll(memory);
    return file == null;
  }

  /** Whether {@link #next()} would return null. */
  boolean isEmpty() {
    return memory.isEmpty() && readPosition == writePosition;
  }

  private void append(Chunk chunk) throws IOException, SQLException {
    if (file == null) {
      Path path = Files.createTempFile("bolt-result", null);
      file = new RandomAccessFile(path.toFile(), "rw");
      Files.delete(path);
    }
    WireWriter writer = new WireWriter((int) Math.min(chunk.approximateBytes(), MEMORY_BYTES));
    ChunkCodec.write(chunk, writer);
    ByteBuffer bytes = writer.written();
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    file.seek(writePosition);
    file.writeInt(copy.length);
    file.write(copy);
    writePosition += Integer.BYTES + copy.length;
  }

  private Chunk readBack() throws IOException {
    file.seek(readPosition);
    byte[] bytes = new byte[file.readInt()];
    file.readFully(bytes);
    readPosition += Integer.BYTES + bytes.length;
    return ChunkCodec.read(new WireReader(ByteBuffer.wrap(bytes)));
  }

  @Override
  public void close() throws SQLException {
    memory.clear();
    memoryBytes = 0;
    readPosition = writePosition;
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        throw ErrorCode.IO.exception("A temporary file cannot be closed", e);
      } finally {
        file = null;
      }
    }
  }
}
