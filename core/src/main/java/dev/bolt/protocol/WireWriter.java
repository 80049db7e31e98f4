package dev.bolt.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes numbers, text and bytes into a buffer that grows as needed. The buffer is a direct one,
 * from which a socket writes without another copy.
 *
 * <p>Every method throws {@link MessageTooLongException} where the content would exceed {@link
 * #LIMIT}. Confined to one thread.
 */
public final class WireWriter {

  /** The most bytes that a writer takes: 1 GiB. */
  public static final int LIMIT = 1 << 30;

  private final int idleCapacity;
  private final int limit;
  private ByteBuffer buffer;

  /**
   * An empty writer.
   *
   * @param capacity the bytes it takes before it grows, and shrinks to when idle
   */
  public WireWriter(int capacity) {
    this(capacity, LIMIT);
  }

  /** The same with another limit. */
  WireWriter(int capacity, int limit) {
    this.idleCapacity = Math.max(capacity, Long.BYTES);
    this.limit = limit;
    this.buffer = allocate(idleCapacity);
  }

  private static ByteBuffer allocate(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Forgets the content.
   *
   * @param keepBytes a buffer that grew beyond this is given back
   */
  public void reset(int keepBytes) {
    if (buffer.capacity() > Math.max(keepBytes, idleCapacity)) {
      buffer = allocate(idleCapacity);
    }
    buffer.clear();
  }

  /** The content, to be read until the writer is next used. */
  public ByteBuffer written() {
    return buffer.duplicate().order(ByteOrder.LITTLE_ENDIAN).flip();
  }

  /** The number of bytes written. */
  public int position() {
    return buffer.position();
  }

  /** Writes the low eight bits of a number. */
  public void putByte(int value) {
    room(Byte.BYTES).put((byte) value);
  }

  /** Writes a byte, 1 for true. */
  public void putBoolean(boolean value) {
    putByte(value ? 1 : 0);
  }

  /** Writes four bytes. */
  public void putInt(int value) {
    room(Integer.BYTES).putInt(value);
  }

  /** Writes eight bytes. */
  public void putLong(long value) {
    room(Long.BYTES).putLong(value);
  }

  /** Writes a number in as few groups of seven bits as it needs; negative ones need five bytes. */
  public void putVarInt(int value) {
    ByteBuffer out = room(5);
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      out.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    out.put((byte) rest);
  }

  /** Writes text: its length in bytes, then its bytes. */
  public void putString(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    putVarInt(bytes.length);
    putBytes(bytes, 0, bytes.length);
  }

  /** Writes text or its absence: its length in bytes and one more, 0 for null, then its bytes. */
  public void putNullableString(String value) {
    if (value == null) {
      putVarInt(0);
      return;
    }
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    putVarInt(bytes.length + 1);
    putBytes(bytes, 0, bytes.length);
  }

  /** Writes the bytes of text without their length, and returns how many there are. */
  int putUtf8(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    putBytes(bytes, 0, bytes.length);
    return bytes.length;
  }

  /** Writes bytes: how many, then the bytes. */
  public void putBytes(byte[] value) {
    putVarInt(value.length);
    putBytes(value, 0, value.length);
  }

  /** Writes bytes without their number. */
  public void putBytes(byte[] source, int offset, int length) {
    room(length).put(source, offset, length);
  }

  /** Writes the first numbers of an array, without their count. */
  public void putLongs(long[] values, int count) {
    ByteBuffer out = room(Math.multiplyExact(count, Long.BYTES));
    out.asLongBuffer().put(values, 0, count);
    out.position(out.position() + count * Long.BYTES);
  }

  /** Leaves room for numbers that {@link #putIntAt} fills in later, and returns where it is. */
  int skipInts(int count) {
    ByteBuffer out = room(Math.multiplyExact(count, Integer.BYTES));
    int position = out.position();
    out.position(position + count * Integer.BYTES);
    return position;
  }

  /** Overwrites four bytes that were written before. */
  public void putIntAt(int position, int value) {
    buffer.putInt(position, value);
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      grow((long) buffer.position() + bytes);
    }
    return buffer;
  }

  private void grow(long needed) {
    if (needed > limit) {
      throw new MessageTooLongException(needed, limit);
    }
    int capacity = (int) Math.min(limit, Math.max(needed, 2L * buffer.capacity()));
    buffer = allocate(capacity).put(buffer.flip());
  }
}
