package dev.bolt.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads what a {@link WireWriter} wrote.
 *
 * <p>Every method throws {@link ProtocolException} where the buffer holds less than it claims, and
 * allocates nothing before it has looked. Confined to one thread.
 */
public final class WireReader {

  private final ByteBuffer in;

  /** A reader of the bytes that remain in a buffer, which it neither copies nor moves. */
  public WireReader(ByteBuffer bytes) {
    this.in = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The number of bytes that were not yet read. */
  public int remaining() {
    return in.remaining();
  }

  /** Refuses to go on where fewer bytes remain. */
  public void require(long bytes) throws ProtocolException {
    if (bytes < 0 || bytes > in.remaining()) {
      throw new ProtocolException(
          "A message is cut off: " + bytes + " bytes expected, " + in.remaining() + " are left");
    }
  }

  /** Reads one byte. */
  public byte readByte() throws ProtocolException {
    require(Byte.BYTES);
    return in.get();
  }

  /** Reads a byte that is 0 or 1. */
  public boolean readBoolean() throws ProtocolException {
    byte value = readByte();
    if (value != 0 && value != 1) {
      throw new ProtocolException("Neither true nor false: " + value);
    }
    return value == 1;
  }

  /** Reads four bytes. */
  public int readInt() throws ProtocolException {
    require(Integer.BYTES);
    return in.getInt();
  }

  /** Reads eight bytes. */
  public long readLong() throws ProtocolException {
    require(Long.BYTES);
    return in.getLong();
  }

  /** Reads a number in groups of seven bits. */
  public int readVarInt() throws ProtocolException {
    int value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int group = readByte();
      value |= (group & 0x7f) << shift;
      if (group >= 0) {
        return value;
      }
    }
    throw new ProtocolException("A number of more than five groups of bits");
  }

  /**
   * Reads how many things follow, and refuses a number that cannot fit into what remains.
   *
   * @param minimumBytesEach the least that one of them takes, at least 1
   */
  public int readCount(int minimumBytesEach) throws ProtocolException {
    int count = readVarInt();
    requireEach(count, minimumBytesEach);
    return count;
  }

  /** Refuses to go on where fewer bytes remain than a number of things needs at least. */
  public void requireEach(int count, int minimumBytesEach) throws ProtocolException {
    if (count < 0) {
      throw new ProtocolException("A negative count: " + count);
    }
    require((long) count * minimumBytesEach);
  }

  /** Reads text. */
  public String readString() throws ProtocolException {
    return text(readCount(1));
  }

  /** Reads text or its absence. */
  public String readNullableString() throws ProtocolException {
    int length = readVarInt();
    return length == 0 ? null : text(length - 1);
  }

  private String text(int length) throws ProtocolException {
    return new String(readBytes(length), StandardCharsets.UTF_8);
  }

  /** Reads bytes with their number before them. */
  public byte[] readBytes() throws ProtocolException {
    return readBytes(readCount(1));
  }

  /** Reads a number of bytes. */
  public byte[] readBytes(int length) throws ProtocolException {
    requireEach(length, 1);
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  /** Reads a number of longs. */
  public long[] readLongs(int count) throws ProtocolException {
    requireEach(count, Long.BYTES);
    long[] values = new long[count];
    in.asLongBuffer().get(values);
    in.position(in.position() + count * Long.BYTES);
    return values;
  }

  /** Reads a number of ints. */
  int[] readInts(int count) throws ProtocolException {
    requireEach(count, Integer.BYTES);
    int[] values = new int[count];
    in.asIntBuffer().get(values);
    in.position(in.position() + count * Integer.BYTES);
    return values;
  }
}
