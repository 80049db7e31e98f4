package dev.bolt.rows;

import dev.bolt.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Blob;
import java.sql.SQLException;
import java.util.Arrays;

/** A blob of a result, which cannot be changed. Stays valid after the result is closed. */
final class BytesBlob implements Blob {

  private final byte[] bytes;

  BytesBlob(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public long length() {
    return bytes.length;
  }

  @Override
  public byte[] getBytes(long position, int length) throws SQLException {
    if (position < 1 || length < 0 || position - 1 > bytes.length) {
      throw outside(position, length);
    }
    int from = (int) position - 1;
    return Arrays.copyOfRange(bytes, from, from + Math.min(length, bytes.length - from));
  }

  @Override
  public InputStream getBinaryStream() {
    return new ByteArrayInputStream(bytes);
  }

  @Override
  public InputStream getBinaryStream(long position, long length) throws SQLException {
    if (position < 1 || length < 0 || length > bytes.length - (position - 1)) {
      throw outside(position, length);
    }
    return new ByteArrayInputStream(bytes, (int) position - 1, (int) length);
  }

  private SQLException outside(long position, long length) {
    return ErrorCode.INVALID_ARGUMENT.exception(
        "The blob has the bytes 1 to " + bytes.length + ", not " + length + " from " + position);
  }

  @Override
  public long position(byte[] pattern, long start) throws SQLException {
    throw readOnly("position");
  }

  @Override
  public long position(Blob pattern, long start) throws SQLException {
    throw readOnly("position");
  }

  @Override
  public int setBytes(long position, byte[] source) throws SQLException {
    throw readOnly("setBytes");
  }

  @Override
  public int setBytes(long position, byte[] source, int offset, int length) throws SQLException {
    throw readOnly("setBytes");
  }

  @Override
  public OutputStream setBinaryStream(long position) throws SQLException {
    throw readOnly("setBinaryStream");
  }

  @Override
  public void truncate(long length) throws SQLException {
    throw readOnly("truncate");
  }

  private static SQLException readOnly(String method) {
    return ErrorCode.NOT_SUPPORTED.exception(
        "The blob of a result does not support " + method + "; read it with getBytes");
  }

  /** Does nothing: the bytes are on the heap. */
  @Override
  public void free() {}

  /** The engine's text of a blob: printable characters as they are, the others as \xAB. */
  static String text(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length);
    for (byte b : bytes) {
      if (b >= ' ' && b <= '~' && b != '\\' && b != '\'' && b != '"') {
        text.append((char) b);
      } else {
        text.append("\\x").append(hexDigit(b >> 4)).append(hexDigit(b));
      }
    }
    return text.toString();
  }

  private static char hexDigit(int value) {
    return Character.toUpperCase(Character.forDigit(value & 0xf, 16));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BytesBlob blob && Arrays.equals(bytes, blob.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return text(bytes);
  }
}
